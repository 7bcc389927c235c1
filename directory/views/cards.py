"""Writing a need or an offer, and taking it down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import card_for, organisation_to_speak_for
from directory.actions.post_card import fulfil_card, post_card
from directory.forms import CardForm
from directory.models import Card
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused
from kernel.responses import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person, organisation = organisation_to_speak_for(person_of(request), slug)
    kind = request.GET.get("kind", "")
    first = kind if kind in Card.Kind.values else None
    form = CardForm(request.POST or None, initial={"kind": first})
    if request.method == "POST" and form.is_valid():
        spend("card", f"u{person.pk}")
        data = form.cleaned_data
        try:
            card = post_card(
                by=person, organisation=organisation, kind=data["kind"], title=data["title"],
                body=data["body"], until=data["until"], key=form.key,
            )  # fmt: skip
            messages.success(request, _("It is on the board now."))
            return see_other(f"{organisation.get_absolute_url()}#card-{card.pk}")
        except (Invalid, KeyReused) as error:
            form.refuse(error)
    context = {"form": form, "organisation": organisation}
    refused = request.method == "POST"
    return render(request, "directory/card_form.html", context, status=422 if refused else 200)


@login_required
@require_POST
def done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    card = card_for(person, slug, pk)
    spend("edit", f"u{person.pk}")
    fulfil_card(by=person, card=card)
    messages.success(request, _("The card is down."))
    return see_other(card.organisation.get_absolute_url())
