"""Needs and offers as a list that can be followed: cards that were put up."""

from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.board.facets import chosen_of
from directory.board.filters import CardFilters
from directory.board.results import matching_cards
from directory.finding.atlas import Atlas
from directory.models import Card
from notifications.saved.registry import FRESH_LIMIT, Fresh, Item
from taxonomy.words import both_lists


class Needs:
    code = "needs"

    def label(self) -> str:
        return _("Needs and offers")

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        return CardFilters.from_query(query).query().removeprefix("?")

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        filters = CardFilters.from_query(query)
        kinds = {Card.Kind.NEED.value: _("They seek"), Card.Kind.OFFER.value: _("They have")}
        found = [found.name for found in chosen_of(filters, Atlas(), *both_lists())]
        return ", ".join(dict.fromkeys([kinds[filters.kind], *found] if filters.kind else found))

    def address(self, query: str) -> str:
        return "/directory/needs/" + (f"?{query}" if query else "")

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        """Without one's own."""
        cards = matching_cards(viewer, CardFilters.from_query(query)).filter(created_at__gte=since)
        if viewer.pk:
            cards = cards.exclude(author=viewer.pk)
        rows = cards.order_by("-created_at", "-pk").values_list("pk", "created_at")
        return [Fresh(*row) for row in rows[:FRESH_LIMIT]]

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        cards = Card.objects.visible_to(viewer).current().select_related("organisation")
        rows = cards.defer("organisation__description", "organisation__html").in_bulk(pks)
        return [
            Item(
                f"{card.get_kind_display()}: {card.title}",
                card.organisation.name,
                card.get_absolute_url(),
            )
            for card in (rows[pk] for pk in pks if pk in rows)
        ]
