"""Searching on a phone: suggestions by keyboard, results, ways on, and the same without a script."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Walker
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]


def _fits(one: Walker) -> None:
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert _serious(one) == []


def test_suggestions_by_keyboard_lead_to_a_page_or_to_all_results(walker: Walk) -> None:
    visitor = walker(width=360)
    visitor.page.add_init_script(AXE)
    page = visitor.go("/search/")
    box = page.locator("#search-q")
    box.focus()
    page.keyboard.type("noc czyt", delay=40)
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Noc czytania")
    assert options.count() <= 8
    expect(page.locator("main [data-told]")).to_contain_text("podpowied")
    _fits(visitor)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("noc czyt")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=noc\+czyt$"))
    expect(page.locator("main .hit a.title").first).to_contain_text("Noc")
    why = page.locator("main .hit details summary").first
    why.press("Enter")
    expect(page.locator("main .hit details[open]")).to_be_visible()
    _fits(visitor)
    box = page.locator("#search-q")
    box.fill("")
    page.keyboard.type("kawiarenka na", delay=40)
    expect(page.get_by_role("option").first).to_contain_text("Kawiarenka naprawcza")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/notes/kawiarenka-naprawcza/$"))
    like = page.locator("[data-like]")
    like.scroll_into_view_if_needed()
    expect(like.locator("li a").first).to_be_visible()
    _fits(visitor)
    assert visitor.errors == []


def test_everything_works_without_a_script(walker: Walk) -> None:
    page = walker(width=360, scripts=False).go("/search/")
    page.locator("#search-q").fill("petla indukcyjna")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/search/\?q=petla\+indukcyjna$"))
    expect(page.locator("main .hit").first).to_be_visible()
    page.locator("main a[href*='sort=newest']").click()
    page.wait_for_url(re.compile(r"sort=newest"))
    page.locator("details.facets > summary").click()
    page.locator("main .facet-list a[href*='practice=']").first.click()
    page.wait_for_url(re.compile(r"practice="))
    expect(page.locator("main a.filter")).to_be_visible()
    page.locator("main .kinds a[href*='kind=note']").click()
    page.wait_for_url(re.compile(r"kind=note"))
    page.locator("main .hit a.title").first.click()
    page.locator("[data-like] a").click()
    page.wait_for_url(re.compile(r"/search/like/note/\d+/$"))
    expect(page.locator("main li a").first).to_be_visible()
