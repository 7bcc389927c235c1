"""The one door behind which the engines stand, and what passes through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from search.documents import Praise
from search.language import Terms
from search.language.question import Question
from search.shelves import Standing

FACETS = (
    "kind", "tag", "practice", "audience", "region", "language", "organisation", "date", "answered",
)  # fmt: skip
RELEVANCE = "relevance"
SORTS = (RELEVANCE, "newest", "replicated")
"""Orders of the hits. One more is a line here, its word in `search.names`, and a line in each engine's
table: RANKS of the databases, ORDERS of Elasticsearch, BROWSED where there are no words."""


class EngineAway(Exception):
    """The engine cannot answer now; another may."""


class Behind(EngineAway):
    """The engine is well, but has not heard of too much."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry with its terms, ready for an engine."""

    entry_id: int
    object_id: int
    part: int
    version: int
    standing: Standing
    terms: Terms
    created_at: datetime
    praise: Praise
    title: Sequence[str]
    """The lemmas of the title."""

    @property
    def key(self) -> str:
        return key_of(self.standing.kind, self.object_id, self.part)


class Gone(NamedTuple):
    """An entry that is no more, at a version above its last. `entry_id` is 0 if it is not known."""

    entry_id: int
    kind: str
    object_id: int
    part: int
    version: int

    @property
    def key(self) -> str:
        return key_of(self.kind, self.object_id, self.part)


def key_of(kind: str, object_id: int, part: int) -> str:
    """An entry's name outside the database."""
    return f"{kind}:{object_id}:{part}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the hits are narrowed to; None is everything."""

    kind: str | None = None
    tag: str | None = None
    practice: str | None = None
    audience: str | None = None
    """For whom it is."""
    region: str | None = None
    language: str | None = None
    organisation: str | None = None
    date: str | None = None
    """A year or a month."""
    answered: str | None = None

    def wanted(self) -> Mapping[str, str]:
        """The filters that are set."""
        return {name: value for name in FACETS if (value := getattr(self, name)) is not None}


def failed(wanted: Mapping[str, str], standing: Standing) -> Sequence[str]:
    """The filters that a shelf does not pass."""
    return [name for name, value in wanted.items() if f"{name} {value}" not in standing.counted]


NONE = Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """What an engine is asked: hits `offset` to `offset + limit`, for these audiences."""

    question: Question
    audiences: tuple[str, ...]
    filters: Filters = NONE
    limit: int = 20
    offset: int = 0
    sort: str = RELEVANCE


class Hit(NamedTuple):
    """The best part of an object, with its score."""

    kind: str
    object_id: int
    part: int
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits in order, how many objects there are, and how many under each value of each facet.

    A facet's counts obey every filter but its own, so that they say what a click would bring.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {name: {} for name in FACETS}
    )


class Health(NamedTuple):
    """Whether an engine answers, and what there is to say about it."""

    ok: bool
    detail: str


class SearchEngine(Protocol):
    """Finds entries by terms. All engines pass `tests/search/test_engines.py`."""

    name: str

    def put(self, entries: Sequence[Prepared]) -> None:
        """Takes entries in, over older versions of the same."""

    def remove(self, entries: Sequence[Gone]) -> None:
        """Forgets entries; those that it does not know are no error."""

    def search(self, query: Query) -> Hits:
        """The hits. Raises EngineAway."""

    def health(self) -> Health:
        """Never raises."""
