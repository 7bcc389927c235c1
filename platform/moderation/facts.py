from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class Reported(Fact):
    report_id: int


@dataclass(frozen=True)
class Decided(Fact):
    decision_id: int
