"""Which cards an address means, and how many of each sort there are: for pages, feeds and the API."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce

from accounts.viewer import Viewer
from directory.board.filters import CardFilters
from directory.models import AccessFact, Card
from directory.querysets import CardQuerySet
from directory.vocabulary.accessibility import NEEDS
from kernel.paging import Slice, keyset
from taxonomy.models import PracticeArea

ROWS = 20
_KM_A_DEGREE = 111.2


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
    """A need that asks for it; an offer whose place has it, confirmed: the organisation's first one, or
    one of its places in the gmina that the card names."""
    facts = AccessFact.objects.filter(
        attribute__in=NEEDS[code].attributes, value=AccessFact.Value.YES
    )
    at_home = facts.filter(site__position=0).values("site__organisation")
    there = facts.filter(site__organisation=OuterRef("organisation"), site__gmina=OuterRef("gmina"))
    place = Q(gmina=None, organisation__in=at_home) | (Q(gmina__isnull=False) & Q(Exists(there)))
    return Q(kind=Card.Kind.NEED, asked__contains=f'"{code}"') | (Q(kind=Card.Kind.OFFER) & place)


def _within(found: Any, filters: CardFilters) -> Any:
    assert filters.near is not None
    town, degrees = filters.near, filters.km / _KM_A_DEGREE
    east = (F("at_lon") - Value(town.lon)) * Value(cos(radians(town.lat)))
    north = F("at_lat") - Value(town.lat)
    return found.annotate(away=east * east + north * north).filter(away__lte=degrees * degrees)


@dataclass(frozen=True)
class CardCounts:
    """How many cards there are by code, each facet under all the other filters."""

    kind: Mapping[str, int]
    region: Mapping[str, int]
    what: Mapping[str, int]
    practice: Mapping[str, int]
    audience: Mapping[str, int]
    access: Mapping[str, int]


def card_counts(viewer: Viewer, filters: CardFilters) -> CardCounts:
    """All the figures in two statements."""
    tables: dict[str, dict[str, int]] = defaultdict(dict)

    def under(name: str) -> Any:
        return matching_cards(viewer, filters.without(name)).order_by().values("pk")

    def counted(rows: Any, facet: str, code: Any, of: str) -> Any:
        named = rows.order_by().values(
            facet=Cast(Value(facet), CharField(max_length=10)), code=code
        )
        return named.annotate(number=Count(of, distinct=True)).values_list(
            "facet", "code", "number"
        )

    areas: Any = Card.practices.through.objects.filter(card__in=under("practice"))
    people: Any = Card.audiences.through.objects.filter(card__in=under("audience"))
    heading = Coalesce("practicearea__parent__code", "practicearea__code")
    below = areas.exclude(practicearea__parent=None)
    parts = [
        counted(Card.objects.filter(pk__in=under("kind")), "kind", F("kind"), "pk"),
        counted(Card.objects.filter(pk__in=under("what")), "what", F("what"), "pk"),
        counted(matching_cards(viewer, filters.without("region")), "region", F("at_powiat"), "pk"),
        counted(areas, "practice", heading, "card_id"),
        counted(below, "practice", F("practicearea__code"), "card_id"),
        counted(people, "audience", F("audience__code"), "card_id"),
    ]
    for facet, code, number in parts[0].union(*parts[1:], all=True):
        tables[facet][code or ""] = number
    return CardCounts(**{name: tables[name] for name in _TABLES}, access=_access(viewer, filters))


_TABLES = ("kind", "region", "what", "practice", "audience")


def _access(viewer: Viewer, filters: CardFilters) -> dict[str, int]:
    """Of the result, how many ask for it or have it: one statement with a figure for each need."""
    found = matching_cards(viewer, filters)
    figures = {code: Count("pk", filter=_accessible(code), distinct=True) for code in NEEDS}
    return found.order_by().aggregate(**figures)


def card_page(
    viewer: Viewer, filters: CardFilters, *, cursor: str | None, limit: int = ROWS
) -> Slice[Card]:
    """Newest first, with organisation and gmina, in one statement."""
    found: Any = matching_cards(viewer, filters).select_related("organisation", "gmina")
    found = found.defer(
        "organisation__description", "organisation__html", "gmina__outline", "gmina__mesh"
    )
    return keyset(found, order=("-created_at", "-id"), cursor=cursor, limit=limit)
