"""Needs and offers as open data: what everybody may read of a card, and nothing of a person."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from directory.board.found import partners_found
from directory.models import Card


def cards_as_dicts(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """JSON-ready objects in the order given; three statements at most, however many. The cards come with their
    organisation and gmina."""
    pks = [card.pk for card in cards]
    practices = _codes(Card.practices.through, "practicearea__code", pks)
    audiences = _codes(Card.audiences.through, "audience__code", pks)
    found = partners_found(cards)
    return [
        {
            "id": card.pk,
            "url": card.get_absolute_url(),
            "kind": card.kind,
            "what": card.what,
            "title": card.title,
            "body": card.body,
            "html": card.html,
            "organisation": {
                "slug": card.organisation.slug,
                "name": card.organisation.name,
                "url": card.organisation.get_absolute_url(),
                "example": card.organisation.is_example,
            },
            "practices": practices[card.pk],
            "audiences": audiences[card.pk],
            "gmina": card.gmina.code if card.gmina else None,
            "radius_km": card.radius_km,
            "first_day": card.first_day.isoformat() if card.first_day else None,
            "last_day": card.last_day.isoformat() if card.last_day else None,
            "access": card.access,
            "capacity": card.capacity,
            "gives": card.gives,
            "until": card.until.isoformat(),
            "open": card.is_open,
            "outcome": card.outcome,
            "found_with": found.get(card.pk),
            "version": card.version,
            "created_at": card.created_at.isoformat(),
        }
        for card in cards
    ]


def _codes(through: Any, column: str, pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = through.objects.filter(card__in=pks).order_by(column)
    for pk, code in rows.values_list("card_id", column):
        found[pk].append(code)
    return found
