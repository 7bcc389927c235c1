"""How moderation finds, shows, hides and removes a need or an offer."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from accounts.viewer import Viewer
from directory.actions.hide_card import bring_card_back, hide_card, remove_card, reword_card
from directory.models import Card, Membership
from directory.policies import may_read_card
from kernel.gate import whole_number
from kernel.markdown import excerpt, plain
from moderation.models import Verdict
from moderation.registry import Given, Measure, Moderated, Taken, register


def _get(viewer: Viewer, pk: int) -> Card | None:
    cards = Card.objects.visible_to(viewer).select_related("organisation")
    card: Card | None = cards.filter(pk=pk).first()
    return card if card is not None and may_read_card(viewer, card) else None


def _hide(card: Card, hidden: bool) -> None:
    hide_card(card=card, hidden=hidden)


def _belonging(card: Card) -> Sequence[int]:
    """Whoever belongs to the house has put it up with its author."""
    rows = Membership.objects.filter(organisation=card.organisation_id, left_at=None)
    return list(rows.values_list("person_id", flat=True))


def _cards_of(person_id: int, most: int) -> list[int]:
    put_up = Card.objects.shown().filter(author=person_id)
    return list(put_up.order_by("pk").values_list("pk", flat=True)[:most])


def _at(words: Sequence[str]) -> int | None:
    """/directory/needs/<id>/"""
    if len(words) == 3 and tuple(words[:2]) == ("directory", "needs"):
        return whole_number(words[2])
    return None


def _remove(by: User, card: Card, given: Given) -> Taken:
    remove_card(card=card)
    return Taken({"hidden": card.hidden})


def _bring_back(by: User, card: Card | None, kept: Mapping[str, Any]) -> None:
    """A removed card is none that is shown: it is taken by its number."""
    found = Card.objects.filter(pk=kept["id"]).first()
    if found is not None:
        bring_card_back(card=found, hidden=bool(kept.get("hidden")))


def _edit(by: User, card: Card, given: Given) -> Taken:
    reword_card(card=card, body=given.body)
    return Taken({"body": card.body})


def _edit_back(by: User, card: Card | None, kept: Mapping[str, Any]) -> None:
    found = Card.objects.filter(pk=kept["id"]).first()
    if found is not None:
        reword_card(card=found, body=str(kept.get("body", "")))


MEASURES: dict[str, Measure] = {
    Verdict.EDIT: Measure(_edit, _edit_back, needs=("body",)),
    Verdict.REMOVE: Measure(_remove, _bring_back),
}


def register_cards() -> None:
    register(
        Moderated(
            kind="card",
            get=_get,
            author_id=lambda card: card.author_id,
            title=lambda card: card.title,
            excerpt=lambda card: excerpt(plain(card.html)),
            url=lambda card: card.get_absolute_url(),
            hide=_hide,
            standing_of=_cards_of,
            parties=_belonging,
            at=_at,
            text=lambda card: card.body,
            measures=MEASURES,
        )
    )
