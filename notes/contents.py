"""Headings of a note get addresses, and a long note a table of contents that leads to them."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags

from taxonomy.slugs import slug

LEAST = 3
"""Headings from which a table of contents is worth its place."""
_HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    anchor: str
    words: str
    level: int
    """2 under the title, 3 under that …"""


def with_headings(html: str) -> tuple[str, list[Heading]]:
    """The HTML (cleaned by kernel.markdown) with an id on each heading, and those headings."""
    headings: list[Heading] = []
    taken: set[str] = set()

    def named(found: re.Match[str]) -> str:
        # The words keep the escapes of & and < that the HTML has: they are printed as they stand.
        words = strip_tags(found[2])
        anchor = _anchor(words, taken)
        headings.append(Heading(anchor, words, int(found[1])))
        return f'<h{found[1]} id="{anchor}">{found[2]}</h{found[1]}>'

    return _HEADING.sub(named, html), headings


def _anchor(words: str, taken: set[str]) -> str:
    base = "s-" + (slug(words, 60) or "x")
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    taken.add(anchor)
    return anchor
