"""Our own hostile texts of each kind: what would run, close an element, be computed or be followed.

Every live part is called `xss`, calls it, or computes `SUM`; every one bears `MARK`, by which it is found.
"""

import itertools
from collections.abc import Iterator

MARK = "psotnik"
PRODUCT = "36481"
"""What `{{191*191}}` would become."""

SHORT: tuple[str, ...] = (
    "<img src=x onerror=xss(1)>",
    '"><svg/onload=xss(2)>',
    "' onmouseover=xss(3) x='",
    "</title><script>xss(4)</script>",
    "</textarea></select><xss-a onclick=xss(5)>",
    "--><script>xss(6)</script><!--",
    "{{191*191}}${191*191}<%=xss%>",
    '"}</script><script>xss(7)</script>',
    "=xss(8)+cmd|'/c'!A0",
    "]]></summary><xss-b onmouseover=xss(9)>",
    "<mark>xss</mark><b onclick=xss(10)>",
    "&lt;script&gt;xss(11)&lt;/script&gt;",
    "[a](javascript:xss(12))",
    "</option></select><iframe srcdoc=xss>",
    "<style>*{x:xss}</style>{% debug %}",
    "javascript:xss(13)//",
)
"""For names, titles and everything else of one line."""

LONG: tuple[str, ...] = (
    *SHORT,
    "[b](java\tscript:xss(20)) [c](&#106;avascript:xss(21)) [d](data:text/html,<script>xss(22)</script>)",
    '![xss](http://zly.example/p.png "x\\" onerror=xss(23)") ![y](javascript:xss(24))',
    '[e][r]\n\n[r]: javascript:xss(25) "\' onclick=xss(26)"',
    "<http://a.example/?q=\"onclick=xss(27)> https://a.example/'onmouseover='xss(28)",
    '```"><script>xss(29)</script>\n</code></pre><svg onload=xss(30)>\n```',
    "| a | b |\n|:-:|---|\n| <img src=x onerror=xss(31)> | `</td><script>xss(32)</script>` |",
    "# <xss-c onclick=xss(33)> {#x onclick=xss(34)}",
    "<div onclick=xss(35)>\n\n<iframe srcdoc='<script>xss(36)</script>'>\n\n<base href=//zly.example>",
    "> <math><mtext><style><img src=x onerror=xss(37)></style>\n> - [ ] <input autofocus onfocus=xss(38)>",
    "<form action=//zly.example><button formaction=javascript:xss(39)>",
    "<meta http-equiv=refresh content=0;url=//zly.example><link rel=stylesheet href=//zly.example/xss.css>",
    "@ola.wrona <img src=x onerror=xss(40)> #psotnik=HYPERLINK(xss)",
)
"""For texts of many lines, in Markdown or not."""


def texts() -> "Texts":
    return Texts()


class Texts:
    """Hands out hostile texts, each time another one."""

    def __init__(self) -> None:
        self._short: Iterator[str] = itertools.cycle(SHORT)
        self._places = itertools.count(1)

    def line(self, limit: int = 200, suffix: str = "") -> str:
        """One line of at most so many characters, with the mark where there is room for it."""
        for _ in SHORT:
            payload = next(self._short)
            if len(payload) + len(suffix) <= limit:
                marked = f"{payload}{suffix} {MARK}{next(self._places)}"
                return marked if len(marked) <= limit else payload + suffix
        return "'\"><xss>"[:limit]

    def body(self, limit: int = 32_000, *, single: bool = False) -> str:
        """Many lines with everything that fits."""
        text = f"{MARK}{next(self._places)}"
        for payload in LONG:
            piece = payload.replace("\n", " ") if single else payload
            if len(text) + len(piece) + 2 <= limit:
                text += ("\n" if single else "\n\n") + piece
        return text if len(text) > 30 else self.line(limit)
