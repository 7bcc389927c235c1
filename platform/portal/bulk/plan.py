"""What is wanted, and how far it has come."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], object]

MOST = 20_000_000
POSTS_A_TOPIC = 12
"""How many topics are made for posts that come without a number of topics."""
PEOPLE = 20
"""How many people are made where somebody has to write and nobody is there."""


@dataclass(frozen=True)
class Plan:
    """How many of each are to be added. `posts` are all posts of the `topics`, their first ones
    included, but not those of the long topic."""

    organisations: int = 0
    users: int = 0
    topics: int = 0
    posts: int = 0
    notes: int = 0
    messages: int = 0
    long_topic: int = 0
    seed: int = 1

    @property
    def topic_count(self) -> int:
        return self.topics or -(-self.posts // POSTS_A_TOPIC)

    @property
    def post_count(self) -> int:
        """Every topic has its first post at least."""
        return max(self.posts, self.topic_count)

    @property
    def written(self) -> int:
        """Things that somebody has to have written."""
        return self.topic_count + self.notes + self.messages + self.long_topic

    @property
    def empty(self) -> bool:
        return not (self.organisations or self.users or self.written)


class Progress:
    """Says how far one kind of thing has come: seldom, and at its end."""

    def __init__(self, name: str, wanted: int, tell: Tell) -> None:
        self._name, self._wanted, self._tell = name, wanted, tell
        self._begun = self._said = time.monotonic()
        self.done = 0

    def add(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if now - self._said > 2 or self.done >= self._wanted:
            self._said = now
            self._tell(f"{self._name}: {self.done} of {self._wanted}, {self.rate:.0f} a second")

    @property
    def rate(self) -> float:
        return self.done / max(time.monotonic() - self._begun, 1e-6)
