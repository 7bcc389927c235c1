"""The posts of a page in the order in which they are read: answers under what they answer."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

DEPTH = 3
"""How deep answers are set in; deeper ones stand flat and name what they answer."""


class Line(NamedTuple):
    """As much of a post as its place and its kept piece need."""

    pk: int
    number: int
    version: int
    parent_number: int | None
    hidden: bool
    removed: bool
    moved: bool


Show = Callable[[Line, bool], str]
"""(the post, whether it must say what it answers) → its HTML."""


def arranged(
    lines: Sequence[Line],
    show: Show,
    *,
    before_unread: str = "",
    unread_from: int = 0,
    between: Sequence[tuple[int, str]] = (),
    flat: bool = False,
) -> str:
    """The posts as nested threads; `flat`: one after another as they were written, each naming what it
    answers. `before_unread` stands before the first one, as they are read,
    whose number is `unread_from` or higher (0: nowhere). `between`: rows that
    stand after the post with a number, in order; where that lies within a thread, after the thread."""
    here = {line.number for line in lines}
    answers: dict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        # An answer to the first post is an answer to the topic: it stands at the edge.
        threaded = not flat and line.parent_number in here and line.parent_number != 1
        answers[line.parent_number if threaded else None].append(line)
    pieces: list[str] = []
    divided = not unread_from

    def put(line: Line, *, depth: int, quoting: bool) -> None:
        nonlocal divided
        if not divided and line.number >= unread_from:
            pieces.append(before_unread)
            divided = True
        pieces.append(show(line, quoting))
        inner = answers.get(line.number, ())
        if inner and depth < DEPTH:
            pieces.append('<div class="thread">')
        for answer in inner:
            put(answer, depth=depth + 1, quoting=depth >= DEPTH)
        if inner and depth < DEPTH:
            pieces.append("</div>")

    waiting = deque(between)
    for line in answers.get(None, ()):
        while waiting and waiting[0][0] < line.number:
            pieces.append(waiting.popleft()[1])
        elsewhere = line.parent_number is not None and line.parent_number != 1
        put(line, depth=0, quoting=elsewhere)
    pieces += [row for _number, row in waiting]
    return "".join(pieces)
