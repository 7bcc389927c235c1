"""Shelves by content: the same filters and audience, the same id, in every process and for good."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter

from search.documents import Document
from search.models import Shelf

REMEMBERED = 50_000
FIELDS = (
    "kind", "audience", "language", "tags", "regions", "practices", "groups", "dates", "organisation", "answered",
)  # fmt: skip
"""The columns that make a shelf what it is."""
YES = "yes"


@dataclass(frozen=True, slots=True)
class Standing:
    """A shelf in memory."""

    kind: str
    audience: str
    language: str = ""
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    organisation: str = ""
    answered: bool = False
    counted: frozenset[str] = field(init=False, compare=False, repr=False)
    """Every facet and value under which an object here counts, as "facet value"."""

    def __post_init__(self) -> None:
        values = {
            "kind": (self.kind,),
            "tag": self.tags,
            "practice": self.practices,
            "audience": self.groups,
            "region": self.regions,
            "language": tuple(self.language.split()),
            "organisation": (self.organisation,) if self.organisation else (),
            "date": self.dates,
            "answered": (YES,) if self.answered else (),
        }
        counted = frozenset(f"{name} {value}" for name, some in values.items() for value in some)
        object.__setattr__(self, "counted", counted)

    @property
    def id(self) -> int:
        content = json.dumps([getattr(self, name) for name in FIELDS])
        return int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "big") >> 1

    @classmethod
    def of(cls, document: Document) -> "Standing":
        return cls(
            document.kind,
            document.audience,
            document.language,
            tuple(sorted(set(document.tags))),
            tuple(sorted(set(document.regions))),
            tuple(sorted(set(document.practices))),
            tuple(sorted(set(document.groups))),
            (f"{document.created_at:%Y}", f"{document.created_at:%Y-%m}"),
            document.organisation,
            document.answered,
        )


AT_ONCE = 10_000
"""So many ids in one statement: SQLite takes 32,766 of them, PostgreSQL 65,535."""
_remembered: dict[int, Standing] = {}


def standings(ids: Collection[int]) -> Mapping[int, Standing]:
    """The shelves behind these ids; one statement (for each AT_ONCE) for those that this process has not met."""
    # A question may name thousands: a plain dictionary, emptied when it is full, is several times as
    # quick as a cache that keeps account of use.
    if len(_remembered) > REMEMBERED:
        _remembered.clear()
    get = _remembered.get
    found = {id: standing for id in ids if (standing := get(id)) is not None}
    missing = [id for id in ids if id not in found]
    for start in range(0, len(missing), AT_ONCE):
        read = {
            row.pk: _remembrance(row)
            for row in Shelf.objects.filter(pk__in=missing[start : start + AT_ONCE])
        }
        found |= read
        _remembered.update(read)
    return found


def _remembrance(row: Shelf) -> Standing:
    return Standing(
        row.kind, row.audience, row.language, tuple(row.tags), tuple(row.regions),
        tuple(row.practices), tuple(row.groups), tuple(row.dates), row.organisation, row.answered,
    )  # fmt: skip


def keep(wanted: Collection[Standing]) -> dict[Standing, int]:
    """The ids of these shelves, which are there after the call."""
    ids = {standing: standing.id for standing in wanted}
    Shelf.objects.bulk_create(
        [
            Shelf(id=id, **{name: getattr(standing, name) for name in FIELDS})
            # In one order: who adds the same shelves at the same time waits, and never for one another.
            for standing, id in sorted(ids.items(), key=itemgetter(1))
        ],
        ignore_conflicts=True,
    )
    return ids
