from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class WordsMoved(Fact):
    """Practice areas stand under other headings than before: whatever counts by heading is old."""
