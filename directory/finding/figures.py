"""How many organisations each choice would bring: intersections of the sets behind the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from accounts.viewer import Viewer, is_moderator
from directory.finding.filters import Filters
from directory.finding.opening import CHOICES, quarter
from directory.finding.sets import NONE, Set, Sets, sets
from directory.models import Organisation
from directory.reference import atlas_of
from directory.vocabulary.accessibility import NEEDS, Need, need_of

Ids = Sequence[int] | None
"""What the search proposed, the best first; None when nothing was searched for."""
Numbers = Mapping[str, int]

_WORDS = {
    "kind": "kinds", "practice": "practices", "audience": "audiences", "format": "formats", "network": "networks",
}  # fmt: skip
"""Facets whose codes are those of the sets, and the fields that choose them."""


@dataclass(frozen=True)
class Counts:
    """How many organisations there are by code. Each facet counts under all the other filters, so a
    figure says what choosing the value brings; `access` counts what is confirmed among the result."""

    kind: Numbers
    gmina: Numbers
    """By gmina's code; "" for those without one."""
    practice: Numbers
    """A heading counts once whatever has it or anything under it."""
    audience: Numbers
    format: Numbers
    access: Numbers
    network: Numbers
    open: Numbers
    """By code of directory.finding.opening."""
    total: int
    unsure: int
    """Of how many we do not know whether they meet the chosen needs."""


def figures(
    viewer: Viewer, filters: Filters, ids: Ids, around: QuerySet[Organisation] | None
) -> Counts:
    """`around`: the organisations within the chosen part of the map and near the chosen town, None
    where neither is chosen; they alone are asked of the database."""
    known, places, under = _parts(viewer, filters, ids, around)
    result, before = under(), under("places")
    counted = {
        name: _sizes(known, name, under(name))
        for name in ("kind", *(n for n in _WORDS if n != "kind"))
    }
    return Counts(
        **counted,
        gmina=_sizes(known, "gmina", under("region")),
        access=places.confirmed(result),
        open={
            code: len(before & places.suited((code,), unsure=filters.unsure)) for code in CHOICES
        },
        total=len(result),
        unsure=len(before & places.suited(filters.open, unsure=True))
        if filters.access and not filters.unsure
        else 0,
    )  # fmt: skip


def remaining(
    viewer: Viewer, filters: Filters, ids: Ids, around: QuerySet[Organisation] | None
) -> dict[str, int]:
    """How many there would be without one of the filters that are on, by its name in addresses; what is
    chosen of the map and of its surroundings goes together, as "around"."""
    known, _places, under = _parts(viewer, filters, ids, around)
    found = {name: len(under(name)) for name in _chosen(known, filters)}
    if around is not None:
        found["around"] = len(under("around"))
    if ids is not None:
        found["q"] = len(under("q"))
    for name in ("access", "open"):
        if getattr(filters, name):
            fewer = filters.without(name)
            rest = under("places")
            if fewer.access or fewer.open:
                rest &= _Places(known, fewer).suited(fewer.open, unsure=False)
            found[name] = len(rest)
    return found


class _Under(Protocol):
    """What passes every filter but these."""

    def __call__(self, *left_out: str) -> Set: ...


def _parts(
    viewer: Viewer, filters: Filters, ids: Ids, around: QuerySet[Organisation] | None
) -> tuple[Sets, "_Places", _Under]:
    known = sets()
    parts = _chosen(known, filters)
    if around is not None:
        parts["around"] = frozenset(around.order_by().values_list("pk", flat=True))
    if ids is not None:
        parts["q"] = frozenset(ids)
    visible = known.alive if is_moderator(viewer) else known.public
    places = _Places(known, filters)
    if filters.access or filters.open:
        parts["places"] = places.suited(filters.open, unsure=filters.unsure)

    def under(*left_out: str) -> Set:
        rest = [part for name, part in parts.items() if name not in left_out]
        return visible.intersection(*sorted(rest, key=len)) if rest else visible

    return known, places, under


def _sizes(known: Sets, facet: str, among: Set) -> dict[str, int]:
    return {
        code: number
        for code, ids in known.organisations.get(facet, {}).items()
        if (number := len(ids & among))
    }


def _chosen(known: Sets, filters: Filters) -> dict[str, Set]:
    """For each facet with something chosen, what it lets through."""
    found: dict[str, Set] = {}
    for name, column in _WORDS.items():
        if codes := getattr(filters, column):
            found[name] = _together(known, name, codes)
    if filters.regions:
        units, wanted = atlas_of(filters.regions).units, set(filters.regions)
        inside: list[str] = []
        for code in known.organisations.get("gmina", {}):
            unit = units.get(code)
            above = units.get(unit.parent) if unit else None
            if unit and wanted & {unit.code, unit.parent, above.parent if above else ""}:
                inside.append(code)
        found["region"] = _together(known, "gmina", inside)
    return found


def _together(known: Sets, facet: str, codes: Sequence[str]) -> Set:
    table = known.organisations.get(facet, {})
    return NONE.union(*(table.get(code, NONE) for code in codes))


class _Places:
    """What `directory.finding.suited` says in the database's words, of sets: one place must have all of it."""

    def __init__(self, known: Sets, filters: Filters) -> None:
        self._known = known
        self._filters = filters
        self._needs = [need for need in map(need_of, filters.access) if need is not None]
        self._opened = known.open(quarter())

    def suited(self, opens: Sequence[str], *, unsure: bool) -> Set:
        """The organisations that the needs and these hours let through."""
        known, places = self._known, self._at(opens)
        confirmed = known.of(places.intersection(*map(self._meets, self._needs)))
        if not unsure or not self._needs:
            return frozenset(confirmed)
        asked = places if opens else frozenset(known.owner)
        found = known.of(asked - NONE.union(*map(self._lacks, self._needs)))
        if not opens:
            found |= known.alive - set(known.owner.values())
        return frozenset(found - confirmed)

    def confirmed(self, among: Set) -> dict[str, int]:
        """By need: of how many of these a place is known to meet it beside what is chosen already."""
        places = self._at(self._filters.open)
        if not self._filters.unsure:
            places = places.intersection(*map(self._meets, self._needs))
        inside = frozenset(pk for pk in places if self._known.owner[pk] in among)
        return {
            code: len(self._known.of(inside & self._meets(need))) for code, need in NEEDS.items()
        }

    def _at(self, opens: Sequence[str]) -> Set:
        shown = self._known.shown
        return (
            shown & NONE.union(*(self._opened.get(code, NONE) for code in opens))
            if opens
            else shown
        )

    def _meets(self, need: Need) -> Set:
        return NONE.union(*(self._known.yes.get(code, NONE) for code in need.attributes))

    def _lacks(self, need: Need) -> Set:
        missing: list[Any] = [self._known.no.get(code, NONE) for code in need.attributes]
        return frozenset.intersection(*missing)
