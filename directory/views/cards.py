"""Writing a need or an offer, changing it, putting it up again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from directory.access import card_for, homes_of, organisation_to_speak_for, own_card
from directory.actions.change_card import edit_card, renew_card
from directory.actions.post_card import post_card
from directory.board.page import cards_at_home
from directory.forms.card import CardForm, initial_of_card
from directory.models import Card, Organisation
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused
from kernel.responses import see_other
from kernel.templatetags.look import day


@login_required
@require_safe
def ours(request: HttpRequest, slug: str) -> HttpResponse:
    """For those who belong to it: its cards, who could help with each, and what has run out."""
    _person, organisation = organisation_to_speak_for(person_of(request), slug)
    context = {"organisation": organisation, **cards_at_home(organisation)}
    return render(request, "directory/cards.html", context)


@login_required
@require_safe
def whose(request: HttpRequest) -> HttpResponse:
    """On from the board to the form: in whose name, where the person belongs to several or to none."""
    houses = homes_of(person_of(request))
    if len(houses) == 1:
        return see_other(f"{houses[0].get_absolute_url()}cards/new/")
    return render(request, "directory/card_whose.html", {"houses": houses})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person, organisation = organisation_to_speak_for(person_of(request), slug)
    asked = {"kind": Card.Kind.values, "what": Card.What.values}
    initial = {
        name: word for name, known in asked.items() if (word := request.GET.get(name)) in known
    }
    form = CardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        spend("card", f"u{person.pk}")
        try:
            card = post_card(by=person, organisation=organisation, key=form.key, **form.given())
            messages.success(request, _("It is on the board now."))
            return see_other(card.get_absolute_url())
        except (Invalid, KeyReused) as error:
            form.refuse(error)
    return _page(request, organisation, form, 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, card = own_card(person_of(request), slug, pk)
    if request.method != "POST":
        form = CardForm(card=card, initial=initial_of_card(card))
        return _page(request, card.organisation, form, card=card, version=card.version)
    spend("edit", f"u{person.pk}")
    form = CardForm(request.POST, card=card, initial=initial_of_card(card))
    version = whole_number(request.POST.get("version"))
    status = 422
    if version is None:
        form.add_error(None, _("This form is incomplete. Open the page again."))
    elif form.is_valid():
        try:
            edit_card(by=person, card=card, version=version, **form.given())
            messages.success(request, _("Saved."))
            return see_other(card.get_absolute_url())
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            # What was typed stays; sending it again is then a choice.
            form.refuse(error)
            status, version = 409, card.version
    return _page(request, card.organisation, form, status, card=card, version=version)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: CardForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "organisation": organisation, **more}
    return render(request, "directory/card_form.html", context, status=status)


@login_required
@require_POST
def renew(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One press: it stands again, for 60 days from today."""
    person = person_of(request)
    card = card_for(person, slug, pk)
    spend("edit", f"u{person.pk}")
    renewed = renew_card(by=person, card=card)
    words = _("It stands until %(day)s.") if card.is_open else _("It is on the board again.")
    messages.success(request, words % {"day": day(renewed.until)})
    return see_other(renewed.get_absolute_url())
