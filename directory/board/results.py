"""Which cards an address means, and how many of each sort there are: for pages, feeds and the API."""

from typing import Any

from django.db.models import F, Q

from accounts.viewer import Viewer
from directory.board.figures import CardCounts, card_figures, offered_at
from directory.board.filters import CardFilters
from directory.finding.nearby import square_between
from directory.models import AccessFact, Card
from directory.querysets import CardQuerySet
from directory.vocabulary.accessibility import NEEDS
from kernel.paging import Slice, keyset
from taxonomy.models import PracticeArea

ROWS = 20


def matching_cards(viewer: Viewer, filters: CardFilters) -> CardQuerySet:
    """The cards that stand now, that the viewer may see and that pass every filter, in no order."""
    found: Any = Card.objects.visible_to(viewer).current().placed()  # with columns mypy cannot see
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.things:
        found = found.filter(what__in=filters.things)
    if filters.region:
        found = found.filter(at_powiat=filters.region)
    if filters.practices:
        # Who chooses a heading means everything below it.
        areas = PracticeArea.objects.filter(
            Q(code__in=filters.practices) | Q(parent__code__in=filters.practices)
        )
        through: Any = Card.practices.through
        rows = through.objects.filter(practicearea__in=areas.values("pk"))
        found = found.filter(pk__in=rows.values("card_id"))
    if filters.audiences:
        through = Card.audiences.through
        rows = through.objects.filter(audience__code__in=filters.audiences)
        found = found.filter(pk__in=rows.values("card_id"))
    for code in filters.access:
        found = found.filter(_accessible(code))
    if filters.near:
        found = _within(found, filters)
    placed: CardQuerySet = found
    return placed


def _accessible(code: str) -> Q:
    """A need that asks for it; an offer whose place has it, confirmed: see `offered_at`."""
    facts = AccessFact.objects.filter(
        attribute__in=NEEDS[code].attributes, value=AccessFact.Value.YES
    )
    # Both conditions stand in one filter: the place that has it must be the one where it is offered.
    there = Card.objects.filter(
        offered_at() & Q(organisation__sites__in=facts.values("site")), kind=Card.Kind.OFFER
    )
    asks = Q(kind=Card.Kind.NEED, asked__contains=f'"{code}"')
    return asks | Q(pk__in=there.values("pk"))


def _within(found: Any, filters: CardFilters) -> Any:
    assert filters.near is not None
    if filters.near.place is None:
        return found.none()
    away = square_between(filters.near.place, F("at_lon"), F("at_lat"))
    return found.annotate(away=away).filter(away__lte=filters.km**2)


def card_counts(viewer: Viewer, filters: CardFilters) -> CardCounts:
    """The figures beside the list."""
    current: Any = Card.objects.visible_to(viewer).current().placed()
    near = None
    if filters.near:
        near = frozenset(_within(current, filters).order_by().values_list("pk", flat=True))
    return card_figures(current, filters, near)


def card_page(
    viewer: Viewer, filters: CardFilters, *, cursor: str | None, limit: int = ROWS
) -> Slice[Card]:
    """Newest first, with organisation and gmina, in one statement."""
    found: Any = matching_cards(viewer, filters).select_related("organisation", "gmina")
    found = found.defer(
        "organisation__description", "organisation__html", "gmina__outline", "gmina__mesh"
    )
    return keyset(found, order=("-created_at", "-id"), cursor=cursor, limit=limit)
