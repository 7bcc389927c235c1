"""Every kind of page, in a real browser: whole, accessible, from this site alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Walker

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
PAGES = [
    "/", "/directory/", "/directory/map/", "/directory/dom-kultury-w-brzozowce/", "/directory/needs/",
    "/forums/", "/forums/ogolne/", "topic", "/notes/", "note", "/chat/", "/chat/rynek/",
    "/search/?q=warsztaty", "/search/?q=qwertyuiop", "/people/ola/", "/about/", "/about/accessibility/",
    "/about/rules/", "/about/privacy/", "/about/help/", "/about/data/", "/feeds/", "/api/v1/docs",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nie-ma-takiej-strony/",
]  # fmt: skip
SIGNED_IN = [
    "/", "topic", "/forums/ogolne/ask/", "/notes/write/", "/chat/rynek/", "/notifications/", "/accounts/settings/",
    "/directory/add/", "/directory/dom-kultury-w-brzozowce/edit/", "/accounts/email/", "/accounts/password/change/",
    "/drafts/",
]  # fmt: skip
SCREENS = [(360, False), (1280, True)]


def _open(walker: Walker, path: str) -> None:
    """Goes to the page; "topic" and "note" are the first of their list."""
    if path in ("topic", "note"):
        room = "forums/ogolne" if path == "topic" else "notes"
        page = walker.go(f"/{room}/")
        link = page.locator("main a.title").first.get_attribute("href")
        path = str(link)
    walker.go(path)


def _serious(walker: Walker) -> list[str]:
    """axe's serious and critical findings, as sentences."""
    found: dict[str, Any] = json.loads(
        walker.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(r => JSON.stringify({v: r.violations}))"
        )
    )
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["v"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]


def _judge(walker: Walker, path: str, width: int) -> None:
    # An init script comes through the debugger's door, which the page's own policy does not govern.
    walker.page.add_init_script(AXE)
    _open(walker, path)
    assert _serious(walker) == []
    assert {urlsplit(url).netloc for url in walker.requests if not url.startswith("data:")} == {
        urlsplit(walker.site).netloc
    }
    expected = ["404"] if path == "/nie-ma-takiej-strony/" else []
    assert [error for error in walker.errors if not any(word in error for word in expected)] == []
    wide = walker.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"the page scrolls sideways: {wide} px"


@pytest.mark.parametrize(("width", "dark"), SCREENS)
@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_meets_a_whole_page(
    path: str, width: int, dark: bool, walker: Callable[..., Walker]
) -> None:
    _judge(walker(width=width, dark=dark), path, width)


@pytest.fixture(scope="module")
def cookies(site: str, chromium: Any) -> list[Any]:
    """Marta's cookies: she sees everything a page can show, and logs in once for all."""
    context = chromium.new_context(locale="pl")
    Walker(context, site).log_in("marta")
    found: list[Any] = context.cookies()
    context.close()
    return found


@pytest.mark.parametrize(("width", "dark"), SCREENS)
@pytest.mark.parametrize("path", [*SIGNED_IN, "/moderation/"])
def test_somebody_signed_in_does_too(
    path: str, width: int, dark: bool, walker: Callable[..., Walker], cookies: list[Any]
) -> None:
    one = walker(width=width, dark=dark)
    one.context.add_cookies(cookies)
    _judge(one, path, width)


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
