from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class WordsMoved(Fact):
    """Practice areas stand under other headings than before: whatever counts by heading is old."""


@dataclass(frozen=True)
class PracticeGone(Fact):
    """A practice area is about to be deleted. Whatever has it gets the kept one instead."""

    gone_id: int
    kept_id: int


@dataclass(frozen=True)
class TagRenamed(Fact):
    """The tag has another name; its slug may be another too."""

    tag_id: int


@dataclass(frozen=True)
class TagGone(Fact):
    """A tag is about to be deleted. Whatever has it gets the kept one instead, or none."""

    gone_id: int
    kept_id: int | None
