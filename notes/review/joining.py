"""A change takes the place of one that nobody has been shown: what was said of the first holds for both."""

from dataclasses import dataclass

from kernel.markdown import excerpt
from notes.models import Revision
from notes.texts import COMMENT_LIMIT

BETWEEN = "; "
_BY_WEIGHT = (Revision.Weight.TYPO, Revision.Weight.CHANGE, Revision.Weight.MAJOR)


@dataclass(frozen=True)
class About:
    """What its writer says of a change: columns of a Revision."""

    comment: str
    weight: str
    answers: bool

    def after(self, row: Revision) -> "About":
        """With what was said of the state that gives way."""
        return About(
            comment=joined(row.comment, self.comment),
            weight=max(row.weight, self.weight, key=lambda one: _BY_WEIGHT.index(one)),
            answers=row.answers or self.answers,
        )


def joined(before: str, now: str) -> str:
    """Both comments in their order, the same words once. Where there is no room for both whole, each has
    at least half of it."""
    if not before or not now or now in before.split(BETWEEN):
        return before or now
    room = COMMENT_LIMIT - len(BETWEEN)
    first = excerpt(before, limit=max(room // 2, room - len(now)))
    return first + BETWEEN + excerpt(now, limit=room - len(first))
