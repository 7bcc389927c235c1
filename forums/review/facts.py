from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class WordsWait(Fact):
    """Somebody's words wait for a moderator."""

    waiting_id: int


@dataclass(frozen=True)
class WordsDecided(Fact):
    """A moderator has published them, or has not, or their author has taken them back."""

    waiting_id: int
