"""The HTML of a note (cleaned by kernel.markdown) as a tree that other formats are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_VOID = frozenset({"br", "hr", "img", "input"})
_DROPPED = frozenset({"small"})
"""Kind and size of a document: of no use where the document is not."""
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass
class Element:
    tag: str
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self, *tags: str) -> Iterator["Element"]:
        """Those of the children that are one of these."""
        for child in self.children:
            if isinstance(child, Element) and child.tag in tags:
                yield child

    def all(self, tag: str) -> Iterator["Element"]:
        """Every element of this tag within, however deep."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                yield from child.all(tag)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def as_data(self) -> dict[str, Any]:
        """What JSON can hold: {"tag", "attributes", "children"}."""
        children = [c if isinstance(c, str) else c.as_data() for c in self.children]
        return {"tag": self.tag, "attributes": self.attributes, "children": children}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        inside = any(element.tag == "pre" for element in self._open)
        if words := data if inside else _SPACE.sub(" ", data):
            parent.children.append(words)


def tree_of(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return _tidied(builder.root)


_BLOCKS = frozenset(
    {"p", "ul", "ol", "table", "thead", "tbody", "tr", "blockquote", "pre", "hr", "h2", "h3", "h4", "h5", "h6"}
)  # fmt: skip


_HOLDERS = frozenset({"ul", "ol", "table", "thead", "tbody", "tr"})
"""What holds no words itself."""


def _tidied(element: Element) -> Element:
    """Without the blanks between blocks, and without what is meant for the page alone."""
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif child.tag == "div" or child.attributes.get("class") == "shot":
            # The box in which a wide table scrolls; the link to a larger copy of a picture.
            children += _tidied(child).children
        elif child.tag not in _DROPPED:
            children.append(_tidied(child))
    holds_blocks = any(isinstance(child, Element) and child.tag in _BLOCKS for child in children)
    if holds_blocks or element.tag in _HOLDERS:
        children = [child for child in children if not isinstance(child, str) or child.strip()]
    element.children = _without_blank_ends(children) if element.tag in _LINES else children
    return element


_ENDING = _BLOCKS | {"br"}
"""What ends a line."""
_LINES = frozenset({"p", "li", "td", "th", "h2", "h3", "h4", "h5", "h6"})


def _without_blank_ends(children: list[Element | str]) -> list[Element | str]:
    """No blank at the beginning or the end of a line, be it broken or followed by a block."""
    kept: list[Element | str] = []
    for child in children:
        before = kept[-1] if kept else None
        begins = before is None or (isinstance(before, Element) and before.tag in _ENDING)
        if isinstance(before, str) and isinstance(child, Element) and child.tag in _ENDING:
            kept[-1] = before.rstrip(" ")
        words = child.lstrip(" ") if isinstance(child, str) and begins else child
        if words != "":
            kept.append(words)
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" ")
    return kept
