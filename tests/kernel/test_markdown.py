"""Whatever is written, what comes out is inert."""

import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from kernel.markdown import excerpt, plain, render, render_light

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)", "<a href='j\tavascript:alert(1)'>x</a>",
    "![x](https://zly.example/pixel.png)", "<svg onload=alert(1)>", "<iframe src=//zly.example>",
    "[a](vbscript:x)", "<style>*{display:none}</style>", "<div style='position:fixed'>x</div>",
    "[x](https://ok.example \"onmouseover=alert(1)\")", "`<b>`", "<form action=//zly><input name=q>",
    "| a |\n| - |\n| <script>x</script> |", "- [ ] <b onclick=x>", "&#60;script&#62;", "{{7*7}}{% debug %}",
]  # fmt: skip


ALLOWED = {
    "a": {"href", "title", "rel"}, "ol": {"start"}, "li": {"class"}, "ul": {"class"},
    "input": {"type", "checked", "disabled", "class"}, "div": {"class", "tabindex", "role", "aria-label"},
    **{tag: set() for tag in ("p", "br", "b", "strong", "em", "s", "code", "pre", "blockquote", "hr", "table",
       "thead", "tbody", "tr", "th", "td", "h4", "h5", "h6")},
}  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML as a browser would and notes what is not allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()):
                self.bad.append(f"{tag} {name}")
            if name == "href" and not str(value).startswith(
                ("https:", "http:", "mailto:", "tel:", "/", "#")
            ):
                self.bad.append(f"href {value}")
        if tag not in ALLOWED:
            self.bad.append(tag)


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("renderer", [render, render_light])
def test_nothing_active_comes_out(source: str, renderer: Callable[[str], str]) -> None:
    reader = Reader()
    reader.feed(renderer(source))
    assert reader.bad == []


def test_what_people_write_is_kept() -> None:
    html = render(
        "**Żółw** i *kot*\n\n1. raz\n2. dwa\n\n> cytat\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nhttps://example.org/a"
    )
    for piece in ("<strong>Żółw</strong>", "<em>kot</em>", "<ol>", "<blockquote>", "<td>1</td>"):
        assert piece in html
    assert '<a href="https://example.org/a" rel="nofollow ugc noopener">' in html
    assert (
        '<div class="scroll" tabindex="0" role="region" aria-label="Tabela / Table"><table>' in html
    )


def test_the_highest_heading_lands_where_the_page_wants_it() -> None:
    assert "<h4>A</h4>" in render("# A")
    assert "<h4>A</h4>" in render("## A\n\n### B")
    assert "<h5>B</h5>" in render("## A\n\n### B")
    assert "<h2>A</h2>" in render("### A", top=2)
    assert "<h1" not in render("# A", top=2)


def test_a_line_break_of_chat_is_a_line_break() -> None:
    assert "<br>" in render_light("raz\ndwa")
    assert "<h" not in render_light("# raz")


def test_plain_gives_the_words_and_nothing_else() -> None:
    html = render("# Tytuł\n\nZ *gwiazdką* & <b>\n\n- raz\n- dwa\n\n| a | b |\n|--|--|\n| c | d |")
    assert plain(html) == "Tytuł\nZ gwiazdką & <b>\nraz\ndwa\na b\nc d"


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("raz dwa trzy", limit=8) == "raz dwa…"
    assert excerpt("raz", limit=8) == "raz"


@pytest.mark.parametrize(
    "source",
    ["[" * 10_000, "![" * 8_000, "*" * 20_000, "`" * 20_001, "> " * 8_000, "- " * 8_000, "<" * 20_000,
     "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|\n" * 200, "a@b.pl " * 2_500, "\\" * 20_000,
     "[a](" * 5_000, "***a" * 4_000, "1. " * 6_000],
)  # fmt: skip
def test_no_text_of_the_allowed_length_holds_up_the_server(source: str) -> None:
    began = time.process_time()
    plain(render(source[:32_000]))
    # Not a benchmark: a quadratic parser takes far longer here, an honest one far less.
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "piece", ["http://a.b", "a://", "http:// ", "http://a.", "http://a.b/(", "http://a.b/?", "mailto:a@b.pl "]
)  # fmt: skip
def test_addresses_cost_as_much_as_they_are_long(piece: str) -> None:
    """Four times the text may take ten times as long on a machine that is shared, but not sixteen times."""

    def took(size: int) -> float:
        source, spent = (piece * size)[:size], []
        for _ in range(3):
            began = time.process_time()
            render(source)
            render_light(source)
            spent.append(time.process_time() - began)
        return min(spent)

    took(100)
    short, long = took(8_000), took(32_000)
    assert long < max(10 * short, 0.3), f"{short:.2f} s, {long:.2f} s"


def test_an_address_is_a_link_up_to_a_length() -> None:
    address = "https://dom.example/" + "a" * (2_000 - len("https://dom.example/"))
    for renderer in (render, render_light):
        assert renderer(address).count(f'href="{address}"') == 1
        assert "<a" not in renderer(f"{address}a")
        assert renderer("Zob. https://dom.example/a_b_c/, (http://x.example/d*).").count("<a ") == 2


@pytest.mark.parametrize(
    "source", ["wa.pl[//a.l://", "https[://]", "[http://a.b](c", "a[b*https://"]
)
def test_half_an_address_in_half_a_link_is_words(source: str) -> None:
    for renderer in (render, render_light):
        assert plain(renderer(source)) == source
