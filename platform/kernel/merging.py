"""Two people have changed one text: what of both can be kept without asking, and where they clash."""

from collections.abc import Sequence
from dataclasses import dataclass

from merge3 import Merge3


@dataclass(frozen=True)
class Merged:
    """`text` has both versions one after the other where they clash; `clashes` are those places."""

    text: str
    clashes: tuple[tuple[str, str], ...] = ()
    """(what the other wrote, what this one wrote)"""


MOST_LINES = 3_000
"""Beyond these the texts are not compared line by line: it takes the square of the length."""


def merge(base: str, theirs: str, mine: str) -> Merged:
    """By lines, so a clash is a paragraph that both have changed."""
    if theirs in (base, mine):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    before, one_side, other_side = (text.split("\n") for text in (base, theirs, mine))
    if max(len(before), len(one_side), len(other_side)) > MOST_LINES:
        return Merged(f"{theirs}\n\n{mine}", ((theirs, mine),))
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


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """A blank line between, so that they stay paragraphs of their own."""
    return [*one, *([""] if one and other else []), *other]


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)
