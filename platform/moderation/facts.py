from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class Reported(Fact):
    report_id: int


@dataclass(frozen=True)
class Noticed(Fact):
    """Somebody without an account says that something is illegal."""

    notice_id: int


@dataclass(frozen=True)
class Decided(Fact):
    decision_id: int


@dataclass(frozen=True)
class StatementMade(Fact):
    """A moderator has restricted somebody, and says why."""

    statement_id: int


@dataclass(frozen=True)
class StatementUndone(Fact):
    """What a statement tells of holds no more."""

    statement_id: int
    words: str


@dataclass(frozen=True)
class Appealed(Fact):
    appeal_id: int


@dataclass(frozen=True)
class AppealAnswered(Fact):
    """Something was said in an appeal."""

    turn_id: int


@dataclass(frozen=True)
class AppealDecided(Fact):
    appeal_id: int


@dataclass(frozen=True)
class LevelChanged(Fact):
    act_id: int


@dataclass(frozen=True)
class LogInsEnded(Fact):
    """An administrator has logged somebody out; the entry of the log says whom, where and why."""

    entry_id: int


@dataclass(frozen=True)
class PersonActed(Fact):
    """A person's account was paused, or goes on; with or without what they wrote."""

    act_id: int
