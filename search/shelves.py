"""Shelves by content: the same filters and audience, the same id, in every process and for good."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from search.documents import Document
from search.models import Shelf

REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A shelf in memory."""

    kind: str
    audience: str
    language: str
    tags: tuple[str, ...]
    regions: tuple[str, ...]
    counted: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Every facet and value under which an object here counts, as "facet value"."""

    def __post_init__(self) -> None:
        values = {
            "kind": (self.kind,),
            "tag": self.tags,
            "region": self.regions,
            "language": (self.language,),
        }
        counted = tuple(f"{name} {value}" for name, some in values.items() for value in some)
        object.__setattr__(self, "counted", counted)

    @property
    def id(self) -> int:
        content = json.dumps([self.kind, self.audience, self.language, self.tags, self.regions])
        return int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "big") >> 1

    @classmethod
    def of(cls, document: Document) -> "Standing":
        return cls(
            document.kind,
            document.audience,
            document.language,
            tuple(sorted(set(document.tags))),
            tuple(sorted(set(document.regions))),
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
            row.pk: Standing(
                row.kind, row.audience, row.language, tuple(row.tags), tuple(row.regions)
            )
            for row in Shelf.objects.filter(pk__in=missing[start : start + AT_ONCE])
        }
        found |= read
        _remembered.update(read)
    return found


def keep(wanted: Collection[Standing]) -> dict[Standing, int]:
    """The ids of these shelves, which are there after the call."""
    ids = {standing: standing.id for standing in wanted}
    Shelf.objects.bulk_create(
        [
            Shelf(
                id=id,
                kind=s.kind,
                audience=s.audience,
                language=s.language,
                tags=list(s.tags),
                regions=list(s.regions),
            )
            for s, id in ids.items()
        ],
        ignore_conflicts=True,
    )
    return ids
