"""What can be reported and hidden. Each room says it for its own things; moderation knows no room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

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
    hide: Callable[[Any, bool], None]
    """Hides (True) or shows again (False), inside the decision's transaction; publishes its own fact."""
    judge: Callable[[Viewer, int], Any | None] | None = None
    quotes: Callable[[Any], Sequence[Quote]] = _no_quotes
    """What was sent with the reports of a thing that moderators cannot see where it stands."""
    sends: Callable[[Any], str] = _no_words
    """What a report sends along, in a sentence for who reports."""

    standing_of: Callable[[int, int], Sequence[int]] = _none_of
    """The ids of what a person wrote and everybody sees: (the person's id, how many at most)."""

    def judged(self, viewer: Viewer, object_id: int) -> Any | None:
        return (self.judge or self.get)(viewer, object_id)


@dataclass(frozen=True)
class Queue:
    """Something else of a room that waits for moderators, with a page of its own."""

    title: Callable[[], str]
    url: str
    waiting: Callable[[], int]
    shown: Callable[[HttpRequest], str] = _no_words
    """What waits as a part of the queue's own page, for the moderator who asks for it."""


queues: dict[str, Queue] = {}


def register_queue(name: str, queue: Queue) -> None:
    queues[name] = queue


kinds: dict[str, Moderated] = {}


def register(moderated: Moderated) -> None:
    kinds[moderated.kind] = moderated
