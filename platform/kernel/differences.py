"""What an edit changed, as HTML for people: whole paragraphs that went or came, words within others."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MOST_LINES, MOST_WORDS = 3_000, 600
"""Beyond these no smaller differences are looked for: comparing takes the square of the length."""
AROUND = 2
"""Unchanged lines shown on each side of a change."""


def difference(old: str, new: str) -> SafeString:
    """Escaped text with <del> and <ins>; unchanged stretches are left out where they are long."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) > MOST_LINES or len(after) > MOST_LINES:
        return mark_safe(_gone(before) + _come(after))
    pieces: list[str] = []
    steps = SequenceMatcher(None, before, after).get_opcodes()
    for at, (verb, a, b, c, d) in enumerate(steps):
        if verb == "equal":
            pieces += _context(before[a:b], first=at == 0, last=at == len(steps) - 1)
        elif verb == "replace" and b - a == d - c:
            pieces += (
                _words(one, other) + "\n"
                for one, other in zip(before[a:b], after[c:d], strict=True)
            )
        else:
            pieces += [_gone(before[a:b]), _come(after[c:d])]
    return mark_safe("".join(pieces))


def _context(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[str]:
    head = [] if first else lines[:AROUND]
    tail = [] if last else lines[max(len(head), len(lines) - AROUND) :]
    yield from (escape(line) + "\n" for line in head)
    if len(head) + len(tail) < len(lines):
        yield "…\n"
    yield from (escape(line) + "\n" for line in tail)


def _gone(lines: Sequence[str]) -> str:
    return "".join(f"<del>{escape(line)}</del>\n" for line in lines if line.strip())


def _come(lines: Sequence[str]) -> str:
    return "".join(f"<ins>{escape(line)}</ins>\n" if line.strip() else "\n" for line in lines)


def _words(old: str, new: str) -> str:
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if len(before) > MOST_WORDS or len(after) > MOST_WORDS:
        return _gone([old]) + _come([new])
    pieces: list[str] = []
    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append(str(escape("".join(before[a:b]))))
            continue
        if b > a:
            pieces.append(f"<del>{escape(''.join(before[a:b]))}</del>")
        if d > c:
            pieces.append(f"<ins>{escape(''.join(after[c:d]))}</ins>")
    return "".join(pieces)
