"""Needs and offers as a list that can be followed: cards that were put up."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.accessibility import need_of
from directory.card_results import card_page
from directory.cards import CardFilters
from directory.models import Card
from notifications.saved.registry import FRESH_LIMIT, Fresh, Item
from taxonomy.regions import units_by_code
from taxonomy.words import both_lists


class Needs:
    code = "needs"

    def label(self) -> str:
        return _("Needs and offers")

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        return CardFilters.from_query(query).query().removeprefix("?")

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        pairs = parse_qsl(CardFilters.from_query(query).query().removeprefix("?"))
        units = units_by_code(value for name, value in pairs if name == "region")
        practices, audiences = both_lists()
        known = {
            "kind": {str(code): str(word) for code, word in Card.Kind.choices},
            "what": {str(code): str(word) for code, word in Card.What.choices},
            "region": {code: unit.title for code, unit in units.items()},
            "practice": dict(practices),
            "audience": dict(audiences),
        }
        return ", ".join(
            str(need.name)
            if name == "access" and (need := need_of(value))
            else known.get(name, {}).get(value, value)
            for name, value in pairs
        )

    def address(self, query: str) -> str:
        return "/directory/needs/" + (f"?{query}" if query else "")

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        """Without one's own."""
        filters = CardFilters.from_query(query)
        rows = [
            Fresh(card.pk, card.created_at)
            for card in _newest(viewer, filters, since)
            if viewer.pk is None or card.author_id != viewer.pk
        ]
        return rows[:FRESH_LIMIT]

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        cards = Card.objects.visible_to(viewer).current().select_related("organisation")
        rows = cards.defer("organisation__description", "organisation__html").in_bulk(pks)
        return [
            Item(
                f"{card.get_kind_display()}: {card.title}",
                card.organisation.name,
                f"{card.organisation.get_absolute_url()}#card-{card.pk}",
            )
            for card in (rows[pk] for pk in pks if pk in rows)
        ]


def _newest(viewer: Viewer, filters: CardFilters, since: datetime) -> Iterator[Card]:
    """The list page by page, which has the newest first, until what came before `since`."""
    cursor: str | None = None
    for _page in range(FRESH_LIMIT):
        part = card_page(viewer, filters, cursor=cursor)
        for card in part.rows:
            if card.created_at < since:
                return
            yield card
        cursor = part.next
        if cursor is None:
            return
