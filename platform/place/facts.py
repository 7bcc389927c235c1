from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class SettingChanged(Fact):
    """Something of the place is other than before: the row says who, when, what, and how it was."""

    change_id: int


@dataclass(frozen=True)
class WordingPublished(Fact):
    """A document will read otherwise from a day on, or does so now."""

    wording_id: int


@dataclass(frozen=True)
class WordingWithdrawn(Fact):
    """A document will not change on the day that was announced."""

    wording_id: int
