"""Which organisations, and which places, every value of a filter means: read once, then only put together.

The figures beside a list say of each value what choosing it would bring, under all other filters. Asked of the
database one by one, that is the whole result again for each facet. Instead each value's ids are read as one
text (two statements for all of them, one for the hours of this quarter), and the figures are intersections.
Read anew after every change of the directory: nothing here is older than what the page beside it shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db.models import Aggregate, F, QuerySet, TextField, Value

from directory.finding.opening import CHOICES, open_rows
from directory.models import AccessFact, NetworkPlace, Organisation, Site
from directory.reference import version
from directory.vocabulary.networks import still
from kernel.pages import epoch

Set = frozenset[int]
NONE: Set = frozenset()
_KEPT = 2
"""So many readings are kept: the newest, and one that somebody may still be counting with."""


@dataclass(frozen=True)
class Sets:
    """Ids of organisations by facet and code ("kind", "gmina", "practice", …), whoever may see them; "" is
    the code of those that have no gmina. Places stand apart, with the organisation of each."""

    organisations: Mapping[str, Mapping[str, Set]]
    public: Set
    alive: Set
    """Those that have not been merged into another: what moderators see."""
    owner: Mapping[int, int]
    """The organisation of each place."""
    shown: Set
    """Places whose address is shown."""
    yes: Mapping[str, Set]
    no: Mapping[str, Set]
    """By attribute: the places of which it is known."""
    _open: dict[datetime, Mapping[str, Set]] = field(default_factory=dict)

    def open(self, now: datetime) -> Mapping[str, Set]:
        """By code of directory.finding.opening: the places open so in this quarter of an hour."""
        found = self._open.get(now)
        if found is None:
            found = _read_open(now)
            self._open.clear()
            self._open[now] = found
        return found

    def of(self, places: Iterable[int]) -> set[int]:
        """The organisations of these places."""
        return set(map(self.owner.__getitem__, places))


class _Listed(Aggregate):
    """The numbers of a group, written down with commas."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **options)


def numbers(text: str | None) -> Set:
    return frozenset(map(int, text.split(","))) if text else NONE


_kept: LRUCache[object, Sets] = LRUCache(_KEPT)
_lock = Lock()


def sets() -> Sets:
    """Those of the directory as it is (of the reading that goes on, where one does)."""
    key = (epoch(), version())
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = _read()
        with _lock:
            _kept[key] = found
    return found


def _read() -> Sets:
    tables: dict[str, dict[str, Set]] = {}
    for facet, code, ids in _listed():
        tables.setdefault(facet, {})[code or ""] = numbers(ids)
    below = tables.pop("below", {})
    for heading, ids in below.items():
        practices = tables.setdefault("practice", {})
        practices[heading] = practices.get(heading, NONE) | ids
    yes, no, seen = (tables.pop(name, {}) for name in ("yes", "no", "seen"))
    owner: dict[int, int] = {}
    shown: list[int] = []
    for pk, organisation, precision in Site.objects.order_by().values_list(
        "pk", "organisation_id", "precision"
    ):
        owner[pk] = organisation
        if precision != Site.Precision.HIDDEN:
            shown.append(pk)
    return Sets(
        organisations=tables, public=seen.get("public", NONE),
        alive=seen.get("public", NONE) | seen.get("hidden", NONE), owner=owner, shown=frozenset(shown),
        yes=yes, no=no,
    )  # fmt: skip


def _listed() -> QuerySet[Any, Any]:
    """(facet, code, ids), all in one statement."""
    practices: Any = Organisation.practices.through
    audiences: Any = Organisation.audiences.through
    formats: Any = Organisation.formats.through
    under = practices.objects.exclude(practicearea__parent=None)
    places = NetworkPlace.objects.filter(still())
    facts = AccessFact.objects.all()
    parts = [
        listed(Organisation.objects.all(), "kind", "kind", "pk"),
        listed(Site.objects.filter(position=0), "gmina", "gmina__code", "organisation_id"),
        listed(practices.objects.all(), "practice", "practicearea__code", "organisation_id"),
        listed(under, "below", "practicearea__parent__code", "organisation_id"),
        listed(audiences.objects.all(), "audience", "audience__code", "organisation_id"),
        listed(formats.objects.all(), "format", "format__code", "organisation_id"),
        listed(places, "network", "network__code", "organisation_id"),
        listed(facts.filter(value=AccessFact.Value.YES), "yes", "attribute", "site_id"),
        listed(facts.filter(value=AccessFact.Value.NO), "no", "attribute", "site_id"),
        _whole(Organisation.objects.filter(hidden=False), "seen", "public", "pk"),
        _whole(Organisation.objects.filter(hidden=True, merged_into=None), "seen", "hidden", "pk"),
    ]
    rows: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True)
    return rows


def listed(rows: QuerySet[Any], facet: str, code: str, of: str) -> Any:
    """One row for each code. The facet's name joins after the grouping, which would sort by it too."""
    named = rows.order_by().values(code=F(code)).annotate(ids=_Listed(of), facet=Value(facet))
    return named.values_list("facet", "code", "ids")


def _whole(rows: QuerySet[Any], facet: str, code: str, of: str) -> Any:
    """All of them under one code."""
    named = rows.order_by().annotate(facet=Value(facet), code=Value(code)).values("facet", "code")
    return named.annotate(ids=_Listed(of)).values_list("facet", "code", "ids")


def _read_open(now: datetime) -> Mapping[str, Set]:
    parts = [
        _whole(rows, "open", code, "site_id") for code in CHOICES for rows in open_rows(code, now)
    ]
    found: dict[str, Set] = {}
    for _facet, code, ids in parts[0].union(*parts[1:], all=True):
        found[code] = found.get(code, NONE) | numbers(ids)
    return found
