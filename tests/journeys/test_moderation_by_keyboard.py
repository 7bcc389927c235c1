"""A need of an organisation is reported, hidden, argued about and shown again, by people who use no mouse: who
reports, a moderator, the author, and a second moderator."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Walker, serving

Walk = Callable[..., Walker]
FAR = 150
"""So many presses of the Tab key are more than any page needs."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("by-keys"), factor="1000") as address:
        yield address


def reach(page: Page, target: Locator) -> None:
    """Goes there with the Tab key alone, and sees where it is."""
    for _ in range(FAR):
        if target.evaluate("one => one === document.activeElement"):
            outline = target.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none" or target.evaluate("one => one.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by keyboard")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


def choose(page: Page, name: str, value: str) -> None:
    """One of a group of choices: into the group by Tab, within it by arrows."""
    wanted = page.locator(f"input[name={name}][value={value}]")
    for _ in range(FAR):
        if page.evaluate("document.activeElement.name") == name:
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(30):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen by keyboard")


def write(page: Page, target: Locator, words: str) -> None:
    reach(page, target)
    page.keyboard.type(words)


def button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name, exact=True)


def test_a_need_goes_and_comes_back(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    author = walker("ola")
    page = author.go("/directory/dom-kultury-w-brzozowce/cards/new/")
    page.check("input[name=kind][value=need]")
    page.fill("input[name=title]", f"Okna na sprzedaż {mark}")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/directory/(needs/\d+|dom-kultury-w-brzozowce)/"))
    board = walker().go("/directory/needs/")
    href = board.locator("main a", has_text=mark).first.get_attribute("href")
    assert href

    reporter = walker("jan", width=360)
    phone = reporter.go(href)
    press(phone, phone.locator("main a[href*='/moderation/report/card/']"))
    phone.wait_for_url(re.compile(r"/moderation/report/card/"))
    choose(phone, "reason", "spam")
    press(phone, button(phone, "Dalej"))
    phone.wait_for_url(re.compile(r"reason=spam"))
    write(phone, phone.locator("textarea[name=detail]"), "To ogłoszenie handlowe.")
    press(phone, button(phone, "Zgłoś"))
    expect(phone.locator("#notices")).to_contain_text("Twoje zgłoszenie ma numer")

    moderator = walker("marta")
    desk = moderator.go("/moderation/")
    press(desk, desk.locator("[data-held] h3 a", has_text=mark))
    desk.wait_for_url(re.compile(r"/moderation/card/"))
    choose(desk, "verdict", "hide")
    write(desk, desk.locator("textarea[name=reason]"), f"To jest sprzedaż, nie potrzeba ({mark}).")
    press(desk, button(desk, "Zobacz, co przeczyta autor"))
    expect(desk.locator("#look [data-part]")).to_have_count(7)
    press(desk, button(desk, "Zdecyduj i wyślij"))
    desk.wait_for_url(re.compile(r"/moderation/$"))
    gone = walker().go(href)
    assert mark not in gone.content()
    assert mark not in walker().go("/directory/needs/").content()

    page = author.go("/notifications/")
    press(page, page.locator("main a[href*='/moderation/statements/']").first)
    page.wait_for_url(re.compile(r"/moderation/statements/\d+/"))
    expect(page.locator("main")).to_contain_text(mark)
    write(page, page.locator("#appeal textarea"), "Oddajemy je za darmo.")
    press(page, button(page, "Wyślij odwołanie"))
    page.wait_for_url(re.compile(r"/moderation/appeals/\d+/"))

    second = walker("adam")
    table = second.go("/moderation/?kind=appeals")
    press(table, table.locator("[data-held] h3 a", has_text=mark))
    table.wait_for_url(re.compile(r"/moderation/appeals/\d+/"))
    choose(table, "outcome", "reversed")
    write(table, table.locator("textarea[name=reason]"), "Masz rację, są za darmo.")
    press(table, button(table, "Zdecyduj i wyślij powód"))
    table.wait_for_url(re.compile(r"/moderation/$"))

    expect(walker().go(href).locator("main h1")).to_contain_text(mark)
    for one in (author, reporter, moderator, second):
        assert one.errors == []
