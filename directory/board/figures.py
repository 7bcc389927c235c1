"""How many cards each choice would bring: intersections of the sets of cards behind the filters."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from directory.board.filters import CardFilters
from directory.finding.sets import NONE, Set, listed, numbers, sets
from directory.models import Card
from directory.querysets import CardQuerySet
from directory.vocabulary.accessibility import NEEDS


@dataclass(frozen=True)
class CardCounts:
    """How many cards there are by code, each facet under all the other filters."""

    kind: Mapping[str, int]
    region: Mapping[str, int]
    what: Mapping[str, int]
    practice: Mapping[str, int]
    audience: Mapping[str, int]
    access: Mapping[str, int]


Groups = Mapping[str, set[int]]


def card_figures(current: CardQuerySet, filters: CardFilters, near: Set | None) -> CardCounts:
    """`current`: all cards that stand now and that the viewer may see (`placed`); `near`: those around the
    chosen town, None where none is chosen. Three statements, however many cards."""
    tables: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in _TABLES}
    asked: dict[str, set[int]] = defaultdict(set)
    everything: set[int] = set()
    rows: Any = current
    for pk, kind, what, powiat, access in rows.order_by().values_list(
        "pk", "kind", "what", "at_powiat", "asked"
    ):
        everything.add(pk)
        tables["kind"][kind].add(pk)
        tables["what"][what].add(pk)
        tables["region"][powiat or ""].add(pk)
        if kind == Card.Kind.NEED and access != "[]":
            for code in json.loads(access):
                asked[code].add(pk)
    _read_words(tables)
    access_table = _access(asked, tables["kind"][Card.Kind.OFFER])
    parts = _chosen(tables, filters)
    for code in filters.access:
        parts[f"access {code}"] = access_table[code]
    if near is not None:
        parts["near"] = set(near)

    def under(left_out: str = "") -> set[int]:
        return everything.intersection(*(ids for name, ids in parts.items() if name != left_out))

    return CardCounts(
        **{name: _sizes(tables[name], under(name)) for name in _TABLES},
        access={code: len(ids & under()) for code, ids in access_table.items()},
    )


_TABLES = ("kind", "region", "what", "practice", "audience")


def _sizes(table: Groups, among: set[int]) -> dict[str, int]:
    return {code: number for code, ids in table.items() if (number := len(ids & among))}


def _chosen(tables: Mapping[str, Groups], filters: CardFilters) -> dict[str, set[int]]:
    codes: dict[str, Iterable[str]] = {
        "kind": (filters.kind,) if filters.kind else (),
        "region": (filters.region,) if filters.region else (),
        "what": filters.things, "practice": filters.practices, "audience": filters.audiences,
    }  # fmt: skip
    return {
        name: set().union(*(tables[name].get(code, NONE) for code in chosen))
        for name, chosen in codes.items()
        if chosen
    }


def _read_words(tables: Mapping[str, dict[str, set[int]]]) -> None:
    """What the cards are about and for whom. A heading holds what stands under it."""
    practices: Any = Card.practices.through
    audiences: Any = Card.audiences.through
    current = Card.objects.current().values("pk")
    about, whom = (
        practices.objects.filter(card__in=current),
        audiences.objects.filter(card__in=current),
    )
    below = about.exclude(practicearea__parent=None)
    parts = [
        listed(about, "practice", "practicearea__code", "card_id"),
        listed(below, "practice", "practicearea__parent__code", "card_id"),
        listed(whom, "audience", "audience__code", "card_id"),
    ]
    for facet, code, ids in parts[0].union(*parts[1:], all=True):
        tables[facet][code] |= numbers(ids)


def offered_at() -> Q:
    """Of offers: the organisation's first place, or its places in the gmina that the card names."""
    at_home = Q(gmina=None, organisation__sites__position=0)
    return at_home | Q(organisation__sites__gmina=F("gmina"))


def _access(asked: Groups, offers: set[int]) -> dict[str, set[int]]:
    """By need: cards that ask for it, and offers whose place is known to have it."""
    known = sets()
    by_place: dict[int, list[int]] = defaultdict(list)
    rows = Card.objects.current().filter(offered_at(), kind=Card.Kind.OFFER).order_by()
    for pk, place in rows.values_list("pk", "organisation__sites"):
        if pk in offers:
            by_place[place].append(pk)
    places = by_place.keys()
    found: dict[str, set[int]] = {}
    for code, need in NEEDS.items():
        having = places & NONE.union(*(known.yes.get(name, NONE) for name in need.attributes))
        found[code] = asked.get(code, set()).union(*(by_place[place] for place in having))
    return found
