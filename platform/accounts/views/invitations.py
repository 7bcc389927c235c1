"""Inviting by mail, and the page that the letter's link opens."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import invitation_for, invitations_for, person_of, viewer_of
from accounts.actions.invite import accept, invite, join_by, resend, revoke
from accounts.invitation_forms import InviteForm, JoinForm
from accounts.invitations.grants import grant_of, thing_name
from accounts.invitations.links import invitation_of
from accounts.models import Invitation, User
from kernel.forms import slowed
from kernel.refusals import Invalid, Refusal
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """`?to=organisation:7` for that one thing, else to the site."""
    person = person_of(request)
    kind, number = _thing(request.GET.get("to", ""))
    rows = invitations_for(person, kind, number)
    grant = grant_of(kind)
    form = InviteForm(request.POST or None, roles=grant.roles if grant else ())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = invite(
                by=person, email=given["email"], grant_kind=kind, grant_id=number, role=given.get("role", ""),
            )  # fmt: skip
        except Refusal as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": made.email}
            )
            return see_other(request.get_full_path())
    name = grant.name_of(number) if grant and number else ""
    context = {
        "form": form, "rows": rows, "thing": name or "",
        "thing_address": grant.address_of(number) if grant and number else "",
    }  # fmt: skip
    response = render(
        request, "accounts/invitations.html", context, status=422 if form.errors else 200
    )
    return slowed(response, form)


def _thing(raw: str) -> tuple[str, int | None]:
    kind, _colon, number = raw.partition(":")
    if not raw:
        return "", None
    if grant_of(kind) is None or not number.isascii() or not number.isdecimal() or len(number) > 15:
        raise Http404
    return kind, int(number)


def _back_to(invitation: Invitation) -> HttpResponse:
    to = f"?to={invitation.grant_kind}:{invitation.grant_id}" if invitation.grant_kind else ""
    return see_other(f"/accounts/invitations/{to}")


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = invitation_for(person, pk)
    resend(by=person, invitation=found)
    messages.success(
        request, _("The invitation is on its way to %(email)s.") % {"email": found.email}
    )
    return _back_to(found)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = invitation_for(person, pk)
    revoke(by=person, invitation=found)
    messages.success(request, _("The invitation is taken back."))
    return _back_to(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: mail programs open links in advance."""
    found = invitation_of(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    viewer = viewer_of(request)
    if isinstance(viewer, User):
        if request.method == "POST":
            there = accept(by=viewer, invitation=found)
            messages.success(request, _("Good to see you."))
            return see_other(there)
        form = None
    else:
        form = JoinForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                person, there = join_by(
                    invitation=found, name=form.cleaned_data["name"], password=form.cleaned_data["password"],
                )  # fmt: skip
            except Invalid as error:
                form.refuse(error)
            else:
                login = Login(user=person, email=person.email, redirect_url=there)
                entered: HttpResponse = perform_login(request, login)
                return entered
    context = {"invitation": found, "thing": thing_name(found), "form": form, "path": request.path}
    refused = form is not None and bool(form.errors)
    return render(request, "accounts/invitation.html", context, status=422 if refused else 200)
