"""Finding in the directory as people do it: by thumb, by keyboard alone, without scripts; and one result,
whichever way it is shown or taken away."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_directory_finding import FOCUSED, enter, figure_of, fits, tab_to
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
BAR = 60
"""Pixels at the foot of a telephone's screen that the tabs cover."""


def in_sight(page: Page, selector: str, *, share: float = 1.0) -> bool:
    """Whether so much of the thing's height is on the screen, above the tabs."""
    box = page.locator(selector).first.bounding_box()
    screen = page.viewport_size
    assert box and screen
    seen = min(box["y"] + box["height"], screen["height"] - BAR) - max(box["y"], 0)
    return seen >= share * box["height"]


def focused(page: Page) -> str:
    """The first words of what has the focus."""
    return str(page.evaluate(f"{FOCUSED}.firstChild?.textContent.trim() ?? ''"))


def outlined(page: Page) -> bool:
    style = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
    return bool(style != "none")


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


# ── the telephone ───────────────────────────────────────────────────────────────────────────────


def test_one_tap_from_the_list_the_map_is_in_sight(walker: Walk) -> None:
    for scripts in (True, False):
        page = walker(width=360, scripts=scripts).go("/directory/?kind=biblioteka&kind=muzeum")
        number = figure_of(page)
        assert in_sight(page, ".seg a[href^='/directory/map/']")
        assert in_sight(page, "ol.rows li.org", share=0.5), "and the first of the list too"
        page.click(".seg a[href^='/directory/map/']")
        page.wait_for_url(re.compile(r"/directory/map/\?kind="))
        assert in_sight(page, "svg.region", share=0.95)
        assert figure_of(page) == number
        page.click(".seg a[href^='/directory/?']")
        assert figure_of(page) == number
        assert fits(page)


def test_filters_on_a_telephone_stay_open_and_say_what_they_leave(walker: Walk) -> None:
    one = walker(width=360)
    page = one.go("/directory/")
    page.click("details.facets > summary")
    done = page.locator(".facets-done a")
    assert in_sight(page, ".facets-done a"), "at the foot of the screen, however long the filters"
    expect(done).to_have_text(re.compile(rf"\b{figure_of(page)}\b"))
    for word in ("biblioteka", "muzeum"):
        before = figure_of(page)
        with page.expect_navigation():
            page.click(f".facet-list a:has-text('{word}') >> nth=0")
        assert page.evaluate("document.querySelector('details.facets').open")
        assert focused(page) == word
        assert figure_of(page) != before
        expect(done).to_have_text(re.compile(rf"\b{figure_of(page)}\b"))
        assert in_sight(page, ".facets-done a")
    done.click()
    page.wait_for_function(f"{FOCUSED}.id === 'found'")
    assert not page.evaluate("document.querySelector('details.facets').open")
    assert in_sight(page, "#found")
    # The keyboard of a telephone's reader: Esc leaves the box.
    page.click("details.facets > summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate(f"{FOCUSED}.matches('details.facets > summary')")
    assert not page.evaluate("document.querySelector('details.facets').open")
    assert one.errors == []


# ── the keyboard ────────────────────────────────────────────────────────────────────────────────


def test_by_keyboard_a_filter_keeps_the_place(walker: Walk) -> None:
    one = walker()
    page = one.go("/directory/")
    tab_to(page, ".facet-list a[href*='kind=muzeum']")
    assert outlined(page)
    enter(page, r"kind=muzeum")
    assert focused(page) == "muzeum"
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-current')") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/directory/\??$"))
    assert focused(page) == "muzeum", "and taken away again"
    enter(page, r"kind=muzeum")
    tab_to(page, "a.filter")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/directory/\??$"))
    page.wait_for_function(f"{FOCUSED}.id === 'found'")
    assert one.errors == []


@pytest.mark.parametrize("scripts", [True, False])
def test_through_the_squares_of_the_map_and_back(walker: Walk, scripts: bool) -> None:
    one = walker(scripts=scripts)
    page = one.go("/directory/map/")
    whole = figure_of(page)
    tab_to(page, "svg.region a.pin[aria-label^='powiat krakowski']")
    enter(page, r"region=1206#map")
    assert figure_of(page) < whole
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('#map') !== null"), "one Tab, and one is on the map"
    tab_to(page, "#map a.btn-3")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#at-1206"))
    assert figure_of(page) == whole
    if scripts:
        assert page.evaluate(f"{FOCUSED}.getAttribute('aria-label')").startswith("powiat krakowski")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-label')").startswith("powiat krakowski")
    assert one.errors == []


def test_the_keys_of_the_map(walker: Walk) -> None:
    one = walker()
    page = one.go("/directory/map/?region=1206")
    tab_to(page, "#map a.pin")
    field = "document.querySelector('svg.region').viewBox.baseVal.width"
    whole = page.evaluate(field)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.evaluate(field) < whole
    assert page.evaluate(f"{FOCUSED}.matches('a.pin')")
    page.keyboard.press("Escape")
    assert page.evaluate(field) == whole
    assert page.evaluate(f"{FOCUSED}.matches('a.pin')"), "Esc takes away the zoom and not the place"
    assert one.errors == []


def test_back_from_an_organisation_is_where_one_was(walker: Walk) -> None:
    for width in (360, 1280):
        page = walker(width=width).go("/directory/?kind=dom_kultury")
        row = page.locator("li.org a.title").nth(14)
        row.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        assert before > 300
        address = page.url
        row.click()
        page.wait_for_url(lambda url: "?" not in url)
        page.go_back()
        page.wait_for_function(f"Math.abs(scrollY - {before}) < 120")
        assert page.url == address


# ── one result ──────────────────────────────────────────────────────────────────────────────────


def rows_of(page: Page, selector: str) -> list[str]:
    """The addresses of all rows, page by page."""
    found: list[str] = []
    while True:
        found += [str(link.get_attribute("href")) for link in page.locator(selector).all()]
        onward = page.locator("a[rel=next]")
        if not onward.count():
            return found
        page.goto(
            page.url.split("/directory/")[0] + _whole(page, str(onward.get_attribute("href")))
        )


def _whole(page: Page, href: str) -> str:
    path = "/directory/" + page.url.split("/directory/")[1].split("?")[0]
    return path + href if href.startswith("?") else href


@pytest.mark.parametrize(
    "query",
    ["?kind=biblioteka&kind=muzeum", "?region=1206", "?near=Skawina&within=25", "?access=wheelchair", "?q=warsztaty",
     "?region=1206&order=-name", "?bbox=19.7,49.8,20.3,50.2"],
)  # fmt: skip
def test_list_map_table_and_files_agree_to_the_row(walker: Walk, site: str, query: str) -> None:
    """Without scripts, since nothing of it needs any."""
    one = walker(scripts=False)
    page = one.go(f"/directory/{query}")
    if page.locator("#found").count() == 0 or "code" in page.url:
        pytest.fail(page.url)
    number = figure_of(page)
    listed = rows_of(page, "li.org a.title")
    assert len(listed) == len(set(listed)) == number
    table = one.go(f"/directory/table/{query}")
    assert figure_of(table) == number
    in_table = rows_of(table, ".grid tbody th a")
    assert sorted(in_table) == sorted(listed)
    if "order=" in query:
        assert in_table == listed
    placed = one.go(f"/directory/map/{query}")
    assert figure_of(placed) == number
    asked = query.replace("&order=-name", "")
    slugs = sorted(address.strip("/").split("/")[-1] for address in listed)
    rows = list(csv.DictReader(io.StringIO(fetched(f"{site}/api/v1/organisations.csv{asked}"))))
    assert sorted(row["slug"] for row in rows) == slugs
    linked: Any = json.loads(fetched(f"{site}/api/v1/organisations.jsonld{asked}"))
    assert len(linked["@graph"] if "@graph" in linked else linked["itemListElement"]) == number
    features = json.loads(fetched(f"{site}/api/v1/organisations.geojson{asked}"))["features"]
    assert {feature["properties"]["slug"] for feature in features} <= set(slugs)


def test_without_scripts_filters_narrow_and_an_empty_result_leads_on(walker: Walk) -> None:
    one = walker(width=360, scripts=False)
    page = one.go("/directory/")
    page.click("details.facets > summary")
    page.click(".facet-list a[href*='kind=kino']")
    kinos = figure_of(page)
    page = one.go("/directory/?kind=kino&near=Zakopane&within=5&access=wheelchair")
    assert figure_of(page) == 0
    ways = page.locator(".ways a")
    assert ways.count() >= 1
    assert page.locator("a[href='/forums/ask/']").count() == 1
    assert page.locator("a[href^='/notifications/searches/new/']").count() >= 1
    ways.first.click()
    assert figure_of(page) > 0
    assert kinos > 0
    assert fits(page)


# ── whole pages ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("width", "dark", "language"), [(360, False, "pl"), (1280, True, "en")])
def test_every_state_of_it_is_whole(walker: Walk, width: int, dark: bool, language: str) -> None:
    states = (
        "/directory/?practice=teatr&open=now&open=evening", "/directory/?kind=xx&cursor=zz", "/directory/?near=wola",
        "/directory/?kind=kino&near=Zakopane&within=5&access=wheelchair", "/directory/map/?region=1206",
        "/directory/table/?near=Skawina", "/directory/needs/?kind=xx",
    )  # fmt: skip
    one = walker(width=width, dark=dark, language=language)
    one.page.add_init_script(AXE)
    for address in states:
        page = one.go(address)
        assert _serious(one) == [], address
        if width < 960:
            page.click("details.facets > summary")
            assert _serious(one) == [], address
        assert fits(page), address
    assert [line for line in one.errors if "422" not in line and "400" not in line] == []
