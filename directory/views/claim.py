""" "I belong to this organisation": saying so, proving it, answering it."""

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
from directory.access import editable_organisation, organisation_for
from directory.actions.claims import (
    claim_by_mail,
    claim_by_word,
    decide_claim,
    prove_claim,
    withdraw_claim,
)
from directory.forms.record import ClaimMailForm, EvidenceForm, NoteForm
from directory.letters import editors_of
from directory.models import Claim, Organisation
from directory.policies import role_in
from directory.record.claiming import LINK_DAYS, proof_for
from directory.record.claims import claim_of, own_claim
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways in: a link to the organisation's own address, or a word to those who decide."""
    person = person_of(request)
    organisation = organisation_for(person, slug)
    check_writer(person)
    editors = editors_of(organisation)
    by_mail, way = request.POST.get("way") == "mail", request.method == "POST"
    mail = ClaimMailForm(request.POST if way and by_mail else None)
    word = (NoteForm if editors else EvidenceForm)(request.POST if way and not by_mail else None)
    form = mail if by_mail else word
    if way and form.is_valid():
        spend("claim", f"u{person.pk}")
        try:
            _send(person, organisation, form)
            messages.success(request, _sent(form, bool(editors)))
            return see_other(f"{organisation.get_absolute_url()}claim/")
        except (Invalid, KeyReused, Conflict) as error:
            form.refuse(error)
    context: dict[str, Any] = {
        "organisation": organisation, "mail": mail, "word": word, "form": form, "editors": editors,
        "proof": proof_for(organisation), "claim": own_claim(person, organisation),
        "role": role_in(person, organisation), "days": LINK_DAYS,
    }  # fmt: skip
    return render(request, "directory/claim.html", context, status=422 if way else 200)


def _send(person: User, organisation: Organisation, form: Any) -> None:
    given = form.cleaned_data
    if isinstance(form, ClaimMailForm):
        # Whoever has that address must not be flooded by people who try it.
        spend("claim_mail", f"o{organisation.pk}")
        claim_by_mail(by=person, organisation=organisation, email=given["email"], key=form.key)
    else:
        claim_by_word(
            by=person, organisation=organisation, evidence=given["evidence"], key=form.key
        )


def _sent(form: Any, editors: bool) -> str:
    if isinstance(form, ClaimMailForm):
        return _("We have sent a link to %(email)s. Open it while you are logged in here.") % {
            "email": form.cleaned_data["email"]
        }
    if editors:
        return _("We have told them. They can add you by one press.")
    return _("We have told the moderators. You get a mail when they have decided.")


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    mine = own_claim(person, organisation)
    if mine is not None:
        withdraw_claim(by=person, claim=mine)
    messages.success(request, _("You have taken it back."))
    return see_other(organisation.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Programs that read mails open links too: looking at the page proves nothing, pressing does."""
    person = person_of(request)
    organisation = organisation_for(person, slug)
    check_writer(person)
    if request.method == "POST":
        spend("answer", f"u{person.pk}")
        prove_claim(by=person, organisation=organisation, token=token)
        messages.success(
            request, _("You look after this page now. Read it once and change what is not right.")
        )
        return see_other(organisation.get_absolute_url())
    context = {"organisation": organisation, "person": person}
    return render(request, "directory/prove.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An editor adds somebody who asked, or says why not."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    spend("edit", f"u{person.pk}")
    accepted = request.POST.get("verdict") == "yes"
    asked: Claim = claim_of(organisation, pk)
    reason = request.POST.get("reason", "") or ("" if accepted else _("We do not know you here."))
    decide_claim(by=person, claim=asked, accepted=accepted, reason=reason)
    messages.success(request, _("They have been told."))
    return see_other(f"{organisation.get_absolute_url()}people/")
