from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class Reported(Fact):
    report_id: int


@dataclass(frozen=True)
class Decided(Fact):
    decision_id: int


@dataclass(frozen=True)
class LevelChanged(Fact):
    act_id: int


@dataclass(frozen=True)
class PersonActed(Fact):
    """A person's account was paused, or goes on; with or without what they wrote."""

    act_id: int
