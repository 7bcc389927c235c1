"""How a card ended: taking it down, and what the organisation says with which it was found."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import card_at, organisation_for, own_card
from directory.actions.change_card import close_card
from directory.actions.found_with import answer_found
from directory.actions.partner import ABOUT_LIMIT, propose_partnership
from directory.board.found import found_of
from directory.forms.ending import EndingForm, initial_ending
from directory.policies import may_name_partner
from kernel.limits import spend
from kernel.refusals import Invalid, Refused
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How it ended: found here, and with whom; found elsewhere; no longer true."""
    person, card = own_card(person_of(request), slug, pk)
    form = EndingForm(
        request.POST or None, card=card, names=may_name_partner(person, card),
        initial=initial_ending(card),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            other = form.other(person)
            close_card(by=person, card=card, outcome=form.cleaned_data["outcome"], partner=other)
        except Invalid as error:
            form.refuse(error)
        else:
            words = _("The card is down.")
            if other is not None:
                words = _("The card is down. We ask %(name)s whether it is so.")
            messages.success(request, words % {"name": other.name if other else ""})
            return see_other(card.get_absolute_url())
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/card_done.html", {"form": form, "card": card}, status=status)


@login_required
@require_POST
def found(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An organisation says whether a card was found with it (`answer`: "yes" or "no")."""
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise Invalid({"answer": [_("Choose one from the list.")]})
    row = answer_found(by=person, organisation=organisation, found_id=pk, agrees=answer == "yes")
    words = (
        _("Thank you. Everybody sees it now.")
        if answer == "yes"
        else _("Thank you. Nobody sees anything of it.")
    )
    messages.success(request, words)
    return see_other(row.card.get_absolute_url())


@login_required
@require_POST
def partnership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One press after a card was found: this organisation proposes a partnership to the other of the
    two. It shows once both have said so, as always."""
    person = person_of(request)
    card = card_at(person, pk)
    organisation = organisation_for(person, slug)
    spend("card", f"u{person.pk}")
    found = found_of(person, card)
    if found is None or found.edits != organisation.slug:
        raise Refused(_("Only the editors of an organisation can write in its name."))
    other = organisation_for(person, found.other)
    try:
        made = propose_partnership(
            by=person, organisation=organisation, other=other, about=card.title[:ABOUT_LIMIT]
        )
    except Invalid as error:
        messages.warning(request, error.message)
    else:
        words = (
            _("You are partners now.")
            if made.confirmed_at
            else _("We have told the editors of %(name)s. It shows once they confirm it.")
        )
        messages.success(request, words % {"name": other.name})
    return see_other(f"{organisation.get_absolute_url()}partners/")
