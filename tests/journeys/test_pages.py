"""Every kind of page, in a real browser: whole, accessible, from this site alone.

axe finds nothing at all, of whatever weight. A page is met in some corners of what people have (language, colours, width);
`EVERY_CORNER=1` meets each page in each of them, which takes an hour. A new page has a line here or in page_types.
"""

import html
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest

from tests.journeys.conftest import Walker
from tests.journeys.page_types import ROWS

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
PAGES = [
    "/", "/directory/", "/directory/map/", "/directory/dom-kultury-w-brzozowce/", "/directory/needs/",
    "/forums/", "/forums/ogolne/", "topic", "/notes/", "note", "/chat/", "/chat/rynek/",
    "/search/?q=warsztaty", "/search/?q=qwertyuiop", "/people/ola/", "/about/", "/about/accessibility/",
    "/about/rules/", "/about/privacy/", "/about/help/", "/about/data/", "/feeds/", "/api/v1/docs",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nie-ma-takiej-strony/",
]  # fmt: skip
MORE_PAGES = [
    "/about/status/", "/about/transparency/", "/about/rules/versions/", "/moderation/notice/", "/accounts/look/",
    "/directory/table/", "/forums/unanswered/", "/forums/latest/", "/notes/collections/", "/accounts/login/code/",
]  # fmt: skip
SIGNED_IN = [
    "/", "topic", "/forums/ogolne/ask/", "/notes/write/", "/chat/rynek/", "/notifications/", "/accounts/settings/",
    "/directory/add/", "/directory/dom-kultury-w-brzozowce/edit/", "/accounts/email/", "/accounts/password/change/",
    "/drafts/", "/moderation/",
]  # fmt: skip
MORE_SIGNED_IN = [
    "/accounts/sessions/", "/accounts/2fa/", "/accounts/data/", "/accounts/hushed/", "/accounts/invitations/",
    "/notifications/settings/", "/notifications/following/", "/notifications/searches/", "/notifications/kept/",
    "/forums/unread/", "/forums/mine/", "/forums/held/", "/forums/helping/", "/notes/mine/", "/notes/reviews/",
    "/notes/collections/write/", "/chat/new/", "/chat/open/", "/chat/conversations/", "/directory/import/",
    "/directory/review/", "/directory/needs/new/", "/curation/", "/curation/answers/", "/moderation/log/",
    "/moderation/lists/", "/moderation/tags/", "/moderation/grounds/", "/moderation/statements/",
]  # fmt: skip
FOR_ADMINISTRATORS = [
    "/setup/", "/setup/history/", "/setup/logo/", "/setup/forums/", "/setup/forums/new/", "/setup/rooms/",
    "/setup/people/", "/setup/words/", "/setup/region/",
]  # fmt: skip


class Corner(NamedTuple):
    """What somebody has: a language, "light", "dark" or "forced" colours, a width. 320 px is what is left of 1280 at
    a zoom of 400 %, and 256 of 1024: then four pixels of the screen are one of the page."""

    language: str
    colours: str
    width: int

    def __str__(self) -> str:
        return "-".join(map(str, self))


CORNERS = [
    Corner("pl", "light", 360), Corner("en", "dark", 1280), Corner("pl", "forced", 1280),
    Corner("en", "light", 320), Corner("pl", "dark", 320), Corner("en", "forced", 320),
]  # fmt: skip
EVERY = [
    [Corner(language, colours, width) for colours in ("light", "dark", "forced")]
    for language in ("pl", "en")
    for width in (320, 360, 1280)
]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that find something else when nothing but the colours has changed."""


LINKS = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
STATUS = {
    "/nie-ma-takiej-strony/": 404, "/accounts/sso/login/error/": 401, "/directory/asked/x/": 410,
}  # fmt: skip


def met(pages: Sequence[str], times: int) -> Iterator[Any]:
    """Each page in so many corners, in turn: neighbours are met in others, and both languages alike. Corners that
    differ in colours alone are met without loading the page again."""
    for number, page in enumerate(pages):
        turns = [[CORNERS[(number + 3 * turn) % len(CORNERS)]] for turn in range(times)]
        for corners in EVERY if os.environ.get("EVERY_CORNER") else turns:
            yield pytest.param(page, corners, id=f"{page}-{corners[0]}")


HANDLES = sorted({who for who, _ in ROWS.values()} - {""})


def _ways_of(handle: str) -> list[str]:
    return [way for who, way in ROWS.values() if who == handle]


def _open(walker: Walker, path: str) -> None:
    """Goes to the page; "topic" and "note" are the first of their list, other ways are of page_types."""
    if path in ("topic", "note"):
        room = "forums/ogolne" if path == "topic" else "notes"
        page = walker.go(f"/{room}/")
        link = page.locator("main a.title").first.get_attribute("href")
        path = str(link)
    start, *patterns = path.split(" ")
    found = _followed(walker, start, patterns)
    assert found, f"no link leads on from {start} by {patterns}"
    path = found
    answer = walker.page.goto(walker.site + path)
    assert answer and answer.status == STATUS.get(path, 200), path


def _followed(walker: Walker, path: str, patterns: Sequence[str]) -> str | None:
    """Where the links lead from a page, or None. Other tests write as well: a topic or a card of theirs may stand
    first in a list and not lead on, so the next one is tried."""
    if not patterns:
        return path
    text = walker.page.request.get(walker.site + path).text()
    links = dict.fromkeys(urljoin(path, html.unescape(link)) for link in LINKS.findall(text))
    onwards = [link for link in links if re.search(patterns[0], link)]
    return next(filter(None, (_followed(walker, link, patterns[1:]) for link in onwards)), None)


UNREADABLE = """() => {
  const rgb = (colour) => colour.match(/[0-9.]+/g).map(Number)
  const light = (colour) => {
    const [r, g, b] = rgb(colour).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (el) => {
    for (; el; el = el.parentElement) {
      const colour = getComputedStyle(el).backgroundColor
      if ((rgb(colour)[3] ?? 1) > 0) return colour
    }
    return getComputedStyle(document.documentElement).backgroundColor
  }
  return [...document.querySelectorAll("body *")].filter((el) => el.checkVisibility() && !el.closest("svg, .cut, .vh")
    && [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).filter((el) => {
      const [one, other] = [light(getComputedStyle(el).color), light(behind(el))].sort()
      return (other + 0.05) / (one + 0.05) < 4.5
    }).map((el) => el.outerHTML.slice(0, 160))
}"""
"""What cannot be read in forced colours. axe is not asked: it reads a property that the browser does not force, and
takes for white on white what is blue on white."""


def _findings(
    walker: Walker, *, forced: bool = False, only: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """What axe finds by these rules, by all of them unless told, as (weight, sentence). A link that lies half under
    a bar at the edge counts as a small target: of these alone, what is no longer one a little lower is none."""
    found = _found(walker, 0, forced, only)
    if any(words.startswith(COVERED) for _, words in found):
        lower = {
            words.partition(": ")[2] for _, words in _found(walker, 150, forced, ("target-size",))
        }
        found = [
            (weight, words)
            for weight, words in found
            if not words.startswith(COVERED) or words.partition(": ")[2] in lower
        ]
    return found


COVERED = "target-size, covered"


def _found(walker: Walker, top: int, forced: bool, only: Sequence[str]) -> list[tuple[str, str]]:
    walker.page.evaluate("top => scrollTo({top, behavior: 'instant'})", top)
    found: dict[str, Any] = json.loads(
        walker.page.evaluate(
            "([left, only]) => axe.run(document, only.length ? {runOnly: {type: 'rule', values: only}} :"
            " {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice'], rules: Object.fromEntries(left.map(rule => [rule, {enabled: false}]))})"
            ".then(r => JSON.stringify({v: r.violations}))",
            [["color-contrast"] if forced else [], list(only)],
        )
    )
    return [
        (
            rule["impact"],
            f"{rule['id']}{', covered' if 'obscured' in node['failureSummary'] else ''}: {node['html'][:160]}",
        )
        for rule in found["v"]
        for node in rule["nodes"]
    ]


def _serious(walker: Walker) -> list[str]:
    """axe's serious and critical findings: for pages in the middle of something."""
    return [words for weight, words in _findings(walker) if weight in ("serious", "critical")]


def _judge(one: Walker, path: str, *corners: Corner) -> None:
    """`corners` differ in their colours alone."""
    first = corners[0]
    if first.width == 320:
        one.page.set_viewport_size({"width": 320, "height": 256})
    # An init script comes through the debugger's door, which the page's own policy does not govern.
    one.page.add_init_script(AXE)
    _paint(one, first)
    _open(one, path)
    for corner in corners:
        _paint(one, corner)
        forced = corner.colours == "forced"
        if corner == first or not forced:
            only = () if corner == first else OF_COLOURS
            assert _findings(one, forced=forced, only=only) == [], corner
        if forced:
            assert one.page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert one.page.evaluate(UNREADABLE) == []
    assert {urlsplit(url).netloc for url in one.requests if not url.startswith("data:")} == {
        urlsplit(one.site).netloc
    }
    expected = f"status of {STATUS[path]}" if path in STATUS else "\0"
    assert [error for error in one.errors if expected not in error] == []
    wide = one.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= first.width, f"the page scrolls sideways: {wide} px"
    assert one.page.evaluate("document.documentElement.lang") == first.language


def _paint(one: Walker, corner: Corner) -> None:
    one.page.emulate_media(
        color_scheme="dark" if corner.colours == "dark" else "light",
        forced_colors="active" if corner.colours == "forced" else "none",
    )


@pytest.mark.parametrize(
    ("path", "corners"),
    [*met(PAGES, 2), *met(MORE_PAGES, 1), *met(_ways_of(""), 1)],
)
def test_a_visitor_meets_a_whole_page(
    path: str, corners: list[Corner], walker: Callable[..., Walker]
) -> None:
    _judge(walker(width=corners[0].width, language=corners[0].language), path, *corners)


@pytest.fixture(scope="module")
def cookies(site: str, chromium: Any) -> Callable[[str], list[Any]]:
    """Somebody's cookies: Marta moderates, Adam administers, and each logs in once for all."""
    kept: dict[str, list[Any]] = {}

    def of(handle: str) -> list[Any]:
        if handle not in kept:
            context = chromium.new_context(locale="pl")
            Walker(context, site).log_in(handle)
            # Their own language goes with the account; here each page is asked for in both.
            kept[handle] = [one for one in context.cookies() if one["name"] != "language"]
            context.close()
        return kept[handle]

    return of


@pytest.mark.parametrize(
    ("path", "corners", "who"),
    [
        pytest.param(*given.values, who, id=given.id)
        for who, pages, times in (
            ("marta", SIGNED_IN, 2), ("marta", MORE_SIGNED_IN, 1), ("adam", FOR_ADMINISTRATORS, 1),
            *((who, _ways_of(who), 1) for who in HANDLES),
        )
        for given in met(pages, times)
    ],
)  # fmt: skip
def test_somebody_signed_in_does_too(
    path: str, corners: list[Corner], who: str, walker: Callable[..., Walker],
    cookies: Callable[[str], list[Any]],
) -> None:  # fmt: skip
    one = walker(width=corners[0].width, language=corners[0].language)
    language = {"name": "language", "value": corners[0].language, "url": one.site}
    one.context.add_cookies([*cookies(who), language])
    _judge(one, path, *corners)


def test_a_page_is_light(walker: Callable[..., Walker]) -> None:
    """JavaScript ≤ 45 kB, style ≤ 15 kB compressed, ≤ 10 requests, fonts included (design §6)."""
    for path in ("/", "/forums/", "topic", "/notes/", "/chat/rynek/", "/search/?q=warsztaty"):
        one = walker()
        if path == "topic":
            one.page.goto(f"{one.site}/forums/ogolne/")
            path = str(one.page.locator("main a.title").first.get_attribute("href"))
            one = walker()  # nothing of the list may still be on its way
        sizes: dict[str, int] = {}
        seen: list[str] = []

        def note(response: Any, sizes: dict[str, int] = sizes, seen: list[str] = seen) -> None:
            seen.append(response.url)
            kind = response.request.resource_type
            if kind in ("script", "stylesheet"):
                size = int(response.headers.get("content-length") or 0) or len(response.body())
                sizes[kind] = sizes.get(kind, 0) + size

        one.page.on("response", note)
        one.page.goto(one.site + path, wait_until="networkidle")
        fetched = [url for url in seen if "/api/" not in url and not url.startswith("data:")]
        assert sizes.get("script", 0) <= 45_000, (path, sizes)
        assert sizes.get("stylesheet", 0) <= 15_000, (path, sizes)
        assert len(fetched) <= 10, (path, fetched)
