"""Two people have changed one text: what of both can be kept without asking, and where they clash."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from merge3 import Merge3


@dataclass(frozen=True)
class Merged:
    """`text` has both versions one after the other where they clash; `clashes` are those places."""

    text: str
    clashes: tuple[tuple[str, str], ...] = ()
    """(what the other wrote, what this one wrote)"""


MOST_LINES = 3_000
"""Beyond these the texts are not compared line by line: it takes the square of the length."""


def merge(base: str | None, theirs: str, mine: str) -> Merged:
    """By lines, so a clash is a paragraph that both have changed. Without a `base` nobody can know what
    either has taken away: every paragraph of both stays."""
    if theirs in (base, mine):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    one_side, other_side = theirs.split("\n"), mine.split("\n")
    before = [] if base is None else base.split("\n")
    if max(len(before), len(one_side), len(other_side)) > MOST_LINES:
        return Merged(f"{theirs}\n\n{mine}", ((theirs, mine),))
    if base is None:
        before = _shared(one_side, other_side)
    kept: list[str] = []
    clashes: list[tuple[str, str]] = []
    for group in Merge3(before, one_side, other_side).merge_groups():
        if group[0] == "conflict":
            _base, one, other = group[1:]
            clashes.append((_joined(one), _joined(other)))
            kept += _both(one, other)
        else:
            kept += group[1]
    return Merged(_joined(kept), tuple(clashes))


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The lines of both in their order. Blank ones alone are no place where two texts meet: they would
    be shuffled together."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    found = (one[block.a : block.a + block.size] for block in blocks)
    return [line for lines in found if any(line.strip() for line in lines) for line in lines]


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """A blank line between, so that they stay paragraphs of their own."""
    return [*one, *([""] if one and other else []), *other]


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)
