"""What can be found, as the rooms describe it. Each room's source stands in `search/sources/`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, runtime_checkable

from accounts.viewer import Viewer


class Place(NamedTuple):
    """Which part of which object; the kind is known."""

    object_id: int
    part: int


class Praise(NamedTuple):
    """What others say of a part: it counts a little beside the words (`search.weights`)."""

    accepted: bool = False
    """It is the accepted answer."""
    helped: int = 0
    """So many people said that it helped them."""
    replicated: int = 0
    """So many times others have done what it describes."""
    stale: bool = False
    """Nobody has looked for too long whether it is still true."""


NO_PRAISE = Praise()


@dataclass(frozen=True, slots=True)
class Document:
    """A part of an object in words. Parts that nobody may see have no document."""

    kind: str
    object_id: int
    part: int
    audience: str
    language: str
    title: str
    text: str
    created_at: datetime
    tags: tuple[str, ...] = ()
    """Slugs."""
    regions: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    """Codes of practice areas and of the headings above them."""
    groups: tuple[str, ...] = ()
    """Codes of those for whom it is."""
    organisation: str = ""
    """The id of the organisation that it comes from."""
    answered: bool = False
    """Whether it belongs to a question with an accepted answer."""
    praise: Praise = NO_PRAISE


@dataclass(frozen=True, slots=True)
class Card:
    """A hit as it is shown, read now, for a viewer who may see it now."""

    title: str
    url: str
    state: str = ""
    """"solved" or "question", the organisation's kind, ...: for the picture and the line above."""
    line: str = ""
    """The line above the title, in the interface's language."""
    slug: str = ""


class Source(Protocol):
    """A kind of object that can be found."""

    kind: str

    def ids(self, after: int, limit: int) -> Sequence[int]:
        """Up to `limit` ids above `after`, rising, of objects that may have documents."""

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        """Every document of these objects. A long topic has many: read them as they come."""

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        """The documents of these parts, as many as there are."""

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        """The parts that the viewer may see now. In a number of statements that does not grow."""


@runtime_checkable
class Lapsing(Protocol):
    """A source whose objects stop to be found by themselves, with time or by a hand at the database."""

    def lapsed(self) -> Sequence[int]:
        """Ids of objects that have entries and should have none."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Makes a kind of object findable."""
    _sources[source.kind] = source


def unregister(kind: str) -> None:
    _sources.pop(kind, None)


def source_of(kind: str) -> Source | None:
    return _sources.get(kind)


def sources() -> Sequence[Source]:
    return tuple(_sources.values())


def lapsed(source: Source) -> Sequence[int]:
    return source.lapsed() if isinstance(source, Lapsing) else ()


def kinds() -> tuple[str, ...]:
    return tuple(_sources)
