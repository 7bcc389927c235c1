"""The words of an HTML mail, block by block. What mail programs mark as a quotation is left out."""

import re
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
_LEFT_OUT = {"script", "style", "head", "title", "blockquote"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source"}
_QUOTES = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite|divRplyFwdMsg|OutlookMessageHeader"
)
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
        out = tag in _LEFT_OUT or bool(_QUOTES.search(marks))
        self._open.append((tag, out))
        self._out += out

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _out in self._open):
            return
        while self._open:
            name, out = self._open.pop()
            self._out -= out
            if name == tag:
                break
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._out:
            self.parts.append(re.sub(r"\s+", " ", data))


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
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
