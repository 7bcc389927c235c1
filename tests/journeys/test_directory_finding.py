"""Finding organisations, and bringing many in: on a telephone's width, by keyboard alone."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker

Walk = Callable[..., Walker]
MOST_STOPS = 250
FOCUSED = "document.activeElement"


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until something that matches has the focus."""
    for _ in range(MOST_STOPS):
        if page.evaluate(f"s => {FOCUSED} !== null && {FOCUSED}.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {selector} on {page.url}")


def figure_of(page: Page) -> int:
    """How many organisations the result has."""
    found = re.search(r"\d+", page.locator("#found").inner_text().replace("\xa0", ""))
    assert found
    return int(found[0])


def enter(page: Page, pattern: str) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(pattern))


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_squares_of_the_map_are_reached_and_followed(walker: Walk) -> None:
    one = walker(width=360)
    page = one.go("/directory/map/")
    assert fits(page)
    tab_to(page, "svg.region a.pin")
    names: list[str] = []
    while page.evaluate(f"{FOCUSED}.matches('svg.region a.pin')"):
        names.append(page.evaluate(f"{FOCUSED}.getAttribute('aria-label')"))
        drawn = page.evaluate(
            f"[getComputedStyle({FOCUSED}.querySelector('rect')).stroke,"
            f" getComputedStyle({FOCUSED}.querySelector('rect')).strokeWidth]"
        )
        unfocused = page.evaluate(
            "getComputedStyle(document.querySelector('svg.region a.pin:not(:focus) rect')).stroke"
        )
        assert drawn[0] != unfocused, "the focus is seen"
        assert drawn[1] == "3px"
        page.keyboard.press("Tab")
    assert len(names) > 10
    powiats = [name for name in names if name.startswith("powiat")]
    assert powiats == sorted(
        powiats, key=lambda name: name.translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    )
    page.reload()
    tab_to(page, "svg.region a.pin[aria-label^='powiat krakowski']")
    number = int(re.search(r"(\d+)", page.evaluate(f"{FOCUSED}.getAttribute('aria-label')"))[1])  # type: ignore[index]
    enter(page, r"region=1206")
    assert figure_of(page) == number
    assert fits(page)
    pins = page.locator("svg.region a.pin[id]")
    assert pins.count() > 0, "near by, single organisations are pins"
    listed = page.locator("section[aria-labelledby=on-map] li")
    assert listed.count() == page.locator("svg.region a.pin").count(), "the same in words beside it"
    tab_to(page, "svg.region a.pin:not([id])")
    together = int(page.evaluate(f"{FOCUSED}.querySelector('text').textContent"))
    enter(page, r"bbox=")
    assert figure_of(page) == together
    if "/map/" in page.url:
        tab_to(page, "main p > a.btn-3")
        enter(page, r"/directory/map/\?region=1206#map$")
        assert figure_of(page) == number
    assert one.errors == []


def test_near_a_town_in_list_map_and_table(walker: Walk) -> None:
    one = walker(width=360)
    page = one.go("/directory/")
    tab_to(page, "details.facets > summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=near]")
    page.keyboard.type("w Skawinie")
    enter(page, r"near=w\+Skawinie")
    number = figure_of(page)
    assert number > 0
    expect(page.locator("li.org .meta b").first).to_contain_text("km")
    for view in ("map", "table"):
        tab_to(page, f".seg a[href^='/directory/{view}/']")
        enter(page, rf"/directory/{view}/\?near=")
        assert figure_of(page) == number
        assert fits(page)
    tab_to(page, ".wide")
    box = page.locator(".wide")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('.wide').scrollLeft") > 0
    first = box.locator("tbody th").first.bounding_box()
    frame = box.bounding_box()
    assert first and frame
    assert abs(first["x"] - frame["x"]) < 3, "the names stay in sight"
    tab_to(page, ".grid thead th:first-child a")
    enter(page, r"order=name")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    assert one.errors == []


def test_a_list_is_brought_in_by_keyboard(walker: Walk, tmp_path: Path) -> None:
    mark = uuid.uuid4().hex[:8]
    file = tmp_path / "lista.csv"
    file.write_bytes(
        (
            "Nazwa;Rodzaj;Gmina;Miejscowość\r\n"
            f"Świetlica {mark};świetlica;Skawina;Radziszów\r\n"
            f"Świetlice {mark};świetlica;Skawina;Radziszów\r\n"
            f"Pałac {mark};pałac;Skawina;Radziszów\r\n"
        ).encode("cp1250")
    )
    one = walker("marta", width=360)
    page = one.go("/directory/import/")
    assert fits(page)
    tab_to(page, "main input[type=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)
    tab_to(page, "main form button[type=submit]")
    enter(page, r"/directory/import/\d+/")
    assert fits(page)
    assert page.locator("select[name=column_name]").input_value() == "Nazwa"
    tab_to(page, "form[action$='columns/'] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#lines", timeout=60_000)
    assert fits(page)
    rows = page.locator("section[aria-labelledby=lines] ol > li")
    assert rows.count() == 3
    tab_to(page, "input[type=radio][name=choice-3]")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=choice-3][value=other]").is_checked()
    tab_to(page, "form[action$='choices/'] button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=choice-3][value=other]").is_checked()
    tab_to(page, "form[action$='yes/'] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".stepper li:nth-child(3).done", timeout=60_000)
    assert fits(page)
    page = walker(width=360).go(f"/directory/?q={mark}")
    expect(page.locator("li.org")).to_have_count(2)
    assert one.errors == []
