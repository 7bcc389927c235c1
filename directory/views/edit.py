"""Adding an organisation, and changing its page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.models import User
from accounts.viewer import check_writer
from directory.access import editable_organisation, facts_of, main_site_of, organisation_for
from directory.actions.add_organisation import add_organisation
from directory.actions.update_organisation import confirm_organisation, update_organisation
from directory.forms.access import AccessForm
from directory.forms.organisation import OrganisationForm, initial_of
from directory.forms.record import CommentForm
from directory.models import Organisation
from directory.ports import organisation_search
from directory.record.changes import waiting_for
from directory.record.likeness import like_this, placed_by
from directory.record.twins import Twin, described
from directory.views.conflicts import differences
from directory.views.history import say_saved
from directory.vocabulary.fields import clean_fields
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    person = check_writer(person_of(request))
    form = OrganisationForm(request.POST or None)
    twins: list[Twin] = []
    if request.method == "POST" and form.is_valid():
        spend("card", f"u{person.pk}")
        try:
            twins = [] if request.POST.get("sure") else _twins(form, person)
            if not twins:
                made = add_organisation(by=person, fields=form.given(), key=form.key)
                messages.success(request, _("It is in the directory. You look after its page now."))
                return see_other(made.get_absolute_url())
        except (Invalid, KeyReused) as error:
            form.refuse(error)
    context = {"form": form, "twins": twins}
    refused = request.method == "POST"
    return render(request, "directory/add.html", context, status=422 if refused else 200)


def _twins(
    form: OrganisationForm, person: User, organisation: Organisation | None = None
) -> list[Twin]:
    """Organisations that this one could be; the person says whether it is another. An edit asks only
    where it changes what twins are known by."""
    if organisation is not None and not _KNOWN_BY.intersection(form.changed_data):
        return []
    placed = placed_by(clean_fields(form.given()))
    # Without a gmina there is no neighbourhood to look through: then by the name, wherever it is.
    also = () if placed.gmina else list(organisation_search(person, placed.name))[:20]
    but = organisation.pk if organisation is not None else 0
    return described(like_this(placed, but=but, also=also))


_KNOWN_BY = frozenset(
    {
        "name", "nip", "regon", "krs", "street", "number", "postcode", "locality", "gmina", "lon", "lat",
        "short_name", "former_names",
    }
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = editable_organisation(person_of(request), slug)
    if request.method == "POST":
        return _save(request, organisation)
    form, access = _forms(organisation)
    return _page(request, organisation, form, access)


def _forms(organisation: Organisation, data: Any = None) -> tuple[OrganisationForm, AccessForm]:
    site = main_site_of(organisation)
    form = OrganisationForm(data, initial=initial_of(organisation, site))
    return form, AccessForm(data, facts=facts_of(site), prefix="access")


def _save(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    form, access = _forms(organisation, request.POST)
    version, why = whole_number(request.POST.get("version")), CommentForm(request.POST)
    if version is None:
        form.add_error(None, _("This form is incomplete. Open the page again."))
    for words in why.errors.get("comment", ()):  # it stands in the summary like all others
        form.add_error(None, f"{why['comment'].label} – {words}")
    if not form.is_valid() or not access.is_valid() or not why.is_valid():
        return _page(request, organisation, form, access, status=422, version=version, why=why)
    try:
        twins = [] if request.POST.get("sure") else _twins(form, person, organisation)
        if twins:
            merge = f"{organisation.get_absolute_url()}merge/" if person.is_moderator else ""
            more = {"twins": twins, "merge": merge, "why": why}
            return _page(request, organisation, form, access, status=422, version=version, **more)
        saved = update_organisation(
            by=person, organisation=organisation, fields=form.given(), access=access.given(),
            version=version, comment=why.cleaned_data["comment"],
        )  # fmt: skip
    except Invalid as error:
        mine = {name: words for name, words in error.fields.items() if name in form.fields}
        form.refuse(Invalid(mine))
        access.refuse(Invalid({n: words for n, words in error.fields.items() if n not in mine}))
        return _page(request, organisation, form, access, status=422, version=version)
    except Conflict as error:
        return _conflict(request, organisation, form, access, error)
    say_saved(request, saved)
    return see_other(organisation.get_absolute_url())


def _conflict(
    request: HttpRequest,
    organisation: Organisation,
    form: OrganisationForm,
    access: AccessForm,
    error: Conflict,
) -> HttpResponse:
    """Both texts: what is written now, and what this person wrote, which stays in the form. Saving
    again is then a choice."""
    fresh = organisation_for(person_of(request), pk=organisation.pk)
    theirs, their_access = _forms(fresh)
    both = [*differences(form, theirs), *differences(access, their_access)]
    context: dict[str, Any] = {"conflict": error.message, "differences": both}
    return _page(request, fresh, form, access, status=409, **context)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: OrganisationForm,
    access: AccessForm,
    *,
    status: int = 200,
    version: int | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "organisation": organisation, "form": form, "access": access, "why": CommentForm(),
        "waiting": waiting_for(person_of(request), organisation), "person": request.user,
        "version": organisation.version if version is None else version, **more,
    }  # fmt: skip
    return render(request, "directory/edit.html", context, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """One press: everything here is still right."""
    organisation = editable_organisation(person_of(request), slug)
    spend("edit", f"u{request.user.pk}")
    confirm_organisation(by=person_of(request), organisation=organisation)
    messages.success(request, _("Thank you. The page says now that it was confirmed today."))
    return see_other(organisation.get_absolute_url())
