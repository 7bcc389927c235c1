"""The words of an HTML mail, block by block. What mail programs mark as the old letter is left out; any other
quotation comes with ">" before its lines, as in a mail of plain text."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_BLOCKS = {
    "p",
    "div",
    "tr",
    "table",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "section",
}
_LEFT_OUT = {"script", "style", "head", "title"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source"}
_QUOTES = re.compile(r"gmail_quote|gmail_attr|yahoo_quoted")
_FROM_HERE = re.compile(r"divRplyFwdMsg|OutlookMessageHeader")
"""What stands over the old letter: all that follows is of that."""
_OPENS, _CLOSES = "\x01", "\x02"
"""Lines between which something is quoted, while the words are gathered."""
DEEPEST = 200
"""Elements within one another that are told apart."""
LIMIT = 60_000
"""Characters that are looked at."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        """Open elements, and whether each begins something that is left out."""
        self._out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("\n- ")
        if tag in _VOID or len(self._open) >= DEEPEST:
            return
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if _FROM_HERE.search(marks):
            self._out += 1  # and is never closed
        if tag == "blockquote":
            self.parts.append(f"\n{_OPENS}\n")
        out = tag in _LEFT_OUT or bool(_QUOTES.search(marks))
        self._open.append((tag, out))
        self._out += out

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _out in self._open):
            return
        while self._open:
            name, out = self._open.pop()
            self._out -= out
            if name == "blockquote":
                self.parts.append(f"\n{_CLOSES}\n")
            if name == tag:
                break
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._out:
            self.parts.append(re.sub(r"[\s\x00-\x1f]+", " ", data))


def _without_asides(html: str) -> str:
    """Without comments and declarations: one that is never closed costs the parser its square."""
    parts = html.split("<!--")
    kept = [parts[0], *(part.partition("-->")[2] for part in parts[1:])]
    return re.sub(r"<[!?](?:[^<>]*>)?", "", "".join(kept))


def text_of_html(html: str) -> str:
    reader = _Reader()
    reader.feed(_without_asides(html[:LIMIT]))
    reader.close()
    lines = [line.strip(" \u00a0") for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_with_marks(lines))).strip()


def _with_marks(lines: list[str]) -> Iterator[str]:
    depth = 0
    for line in lines:
        if line in (_OPENS, _CLOSES):
            depth = depth + 1 if line == _OPENS else max(0, depth - 1)
            yield ""
        elif line or not depth:
            yield f"> {line}" if depth else line
