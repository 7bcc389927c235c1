"""What can be reported and decided about. Each room says it for its own things; moderation knows no room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from accounts.viewer import Viewer


@dataclass(frozen=True)
class Quote:
    """A line of what was sent with a report; `at` is an ISO moment, `text` plain."""

    name: str
    handle: str
    at: str
    text: str
    reported: bool = False

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def _no_quotes(thing: Any) -> Sequence[Quote]:
    return ()


def _no_words(thing: Any) -> str:
    return ""


def _none_of(person_id: int, most: int) -> Sequence[int]:
    return ()


def _no_one(thing: Any) -> Sequence[int]:
    return ()


def _always(thing: Any) -> bool:
    return True


def _never(thing: Any) -> bool:
    return False


def _everybody(moderator: User, thing: Any) -> bool:
    return True


def _nowhere(words: Sequence[str]) -> int | None:
    return None


def _no_choices(viewer: User, thing: Any) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Given:
    """What a moderator has filled in for a measure: read by the room that takes it."""

    reason: str
    place: str = ""
    """The slug of a forum, or the number of a conversation."""
    title: str = ""
    body: str = ""
    hours: int = 0
    seconds: int = 0
    mark: str = ""
    """Which words the form showed (kernel.marks); "" where it does not say."""


@dataclass(frozen=True)
class Taken:
    """What a measure did: what is needed to undo it, where and until when it holds."""

    undo: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    until: datetime | None = None
    object_id: int | None = None
    """The thing's id from now on, where it got another one."""


@dataclass(frozen=True)
class Measure:
    """Something other than hiding that a moderator can do about a thing, by the room's own action, inside
    the decision's transaction. `undo` gets the statement's own `undo`; `needs` names fields of Given.
    `restricts_author`: False where nobody in particular is restricted by it. `fits`: whether it can be done
    about this one."""

    do: Callable[[User, Any, Given], Taken]
    undo: Callable[[User, Any, Mapping[str, Any]], None] | None = None
    needs: tuple[str, ...] = ()
    restricts_author: bool = True
    fits: Callable[[Any], bool] = _always


@dataclass(frozen=True)
class Moderated:
    """A kind of thing. `get(viewer, id)` is None for what the viewer may not see or what is missing:
    it decides what can be reported. `judged` is what a moderator decides about; where moderators do
    not see everything, a kind has a `judge` that gives them what was sent with the reports alone."""

    kind: str
    get: Callable[[Viewer, int], Any | None]
    author_id: Callable[[Any], int | None]
    title: Callable[[Any], str]
    excerpt: Callable[[Any], str]
    url: Callable[[Any], str]
    hide: Callable[[Any, bool], None] | None
    """Hides (True) or shows again (False), inside the decision's transaction; publishes its own fact."""
    judge: Callable[[Viewer, int], Any | None] | None = None
    quotes: Callable[[Any], Sequence[Quote]] = _no_quotes
    """What was sent with the reports of a thing that moderators cannot see where it stands."""
    sends: Callable[[Any], str] = _no_words
    """What a report sends along, in a sentence for who reports."""

    private: Callable[[Any], bool] = _never
    """Whether moderators see no more of it than what was sent with its reports, and each look is logged."""
    reads: Callable[[Any], str] | None = None
    """Its words whole, as who reported it read them; None: title and excerpt."""
    titled_by_words: bool = False
    """Whether its title is but the beginning of its words."""
    gone: Callable[[Any], bool] = _never
    """Whether its author has taken it away. What was reported before can still be judged (moderation.reported)."""
    standing_of: Callable[[int, int], Sequence[int]] = _none_of
    """The ids of what a person wrote and everybody sees: (the person's id, how many at most)."""
    around: Callable[[Any], Sequence[Quote]] = _no_quotes
    """What stands before and after it, where moderators see that anyway."""
    parties: Callable[[Any], Sequence[int]] = _no_one
    """Whom it concerns beside its author: none of them decides about it."""
    in_charge: Callable[[User, Any], bool] = _everybody
    """Whether this moderator looks after the place where it stands."""
    at: Callable[[Sequence[str]], int | None] = _nowhere
    """The id of the thing at an address of the site, given as the words of its path."""
    places: Callable[[User, Any], Sequence[tuple[str, str]]] = _no_choices
    """Whither it can be moved: (slug, name)."""
    where: Callable[[Any], str] = _no_words
    """The room to which a silence in it is limited."""
    text: Callable[[Any], str] = _no_words
    """Its words as they were typed, for who changes them."""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """By verdict, what else can be done about it."""

    def words_of(self, thing: Any) -> str:
        if self.reads is not None:
            return self.reads(thing)
        return f"{self.title(thing)}\n\n{self.excerpt(thing)}".strip()

    def judged(self, viewer: Viewer, object_id: int) -> Any | None:
        return (self.judge or self.get)(viewer, object_id)


@dataclass(frozen=True)
class Item:
    """Something of a room that waits for a moderator, in the one queue. `kind` names its queue."""

    kind: str
    object_id: int
    title: str
    url: str
    since: datetime
    why: str = ""
    excerpt: str = ""
    person: User | None = None
    html: str = ""
    """Where it can be decided in the list itself: the room's own piece."""


def _no_items(request: HttpRequest) -> Sequence[Item]:
    return ()


@dataclass(frozen=True)
class Queue:
    """Something else of a room that waits for moderators, with a page of its own."""

    title: Callable[[], str]
    url: str
    waiting: Callable[[], int]
    items: Callable[[HttpRequest], Sequence[Item]] = _no_items
    """What waits, the longest first, for the moderator who asks."""


queues: dict[str, Queue] = {}


def register_queue(name: str, queue: Queue) -> None:
    queues[name] = queue


kinds: dict[str, Moderated] = {}


def register(moderated: Moderated) -> None:
    kinds[moderated.kind] = moderated


Reversal = Callable[[User, Any, str], None]
"""(moderator, statement, reason): brings back what a statement of this kind took, in its transaction."""
reversals: dict[str, Reversal] = {}


def reverses(kind: str, reversal: Reversal) -> None:
    """For statements about what is no thing of `kinds`: words that waited, changes of a record."""
    reversals[kind] = reversal
