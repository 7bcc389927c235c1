"""A report, a decision and an appeal, walked in a real browser by the four whom it concerns: who reports, a
moderator, the author, and a second moderator."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker, serving
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("judged"), factor="1000") as address:
        yield address


def sound(walker: Walker, page: Page) -> None:
    """Without serious faults for a screen reader, and no wider than the window."""
    page.evaluate(AXE)
    assert _serious(walker) == []
    width = page.viewport_size["width"] if page.viewport_size else 1280
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_report_to_a_post_that_is_there_again(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    author = walker("jan")
    page = author.go("/forums/mlodziez/ask/")
    page.fill("input[name=title]", f"Tanie okna {mark}")
    page.fill("textarea[name=body]", f"Okna na noc {mark}.")
    page.locator("main form").get_by_role("button", name="Wyślij", exact=True).click()
    page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    topic = page.url.removeprefix(author.site).split("#")[0]
    number = re.search(r"/t/(\d+)/", topic)
    assert number

    reporter = walker("ola", width=360)
    phone = reporter.go(f"/moderation/report/topic/{number[1]}/")
    sound(reporter, phone)
    phone.check("input[value=spam]")
    phone.locator("main form button[type=submit]").click()
    phone.fill("textarea[name=detail]", "To samo widzę wszędzie.")
    sound(reporter, phone)
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("#notices")).to_contain_text("Twoje zgłoszenie ma numer")

    moderator = walker("marta")
    desk = moderator.go("/moderation/")
    sound(moderator, desk)
    desk.keyboard.press("?")
    expect(desk.locator("[data-keys]")).to_have_attribute("open", "")
    desk.locator("[data-held] > li").first.focus()
    item = desk.locator("[data-held] > li", has_text=mark)
    for _ in range(30):
        if item.evaluate("item => item === document.activeElement"):
            break
        desk.keyboard.press("j")
    desk.keyboard.press("c")
    expect(desk.locator("[data-held] > li", has_text=mark)).to_contain_text("Przyglądasz się temu")
    desk.wait_for_load_state("load")  # the script of the page that came anew
    desk.locator("[data-held] > li", has_text=mark).focus()
    desk.keyboard.press("o")
    desk.wait_for_url(re.compile(r"/moderation/topic/"))
    expect(desk.locator("main")).to_contain_text("To samo widzę wszędzie.")
    sound(moderator, desk)
    desk.check("input[name=verdict][value=hide]")
    desk.fill("textarea[name=reason]", f"Ten sam tekst jest w czterech rozmowach ({mark}).")
    desk.get_by_role("button", name="Zobacz, co przeczyta autor").click()
    look = desk.locator("#look")
    expect(look.locator("[data-part]")).to_have_count(7)
    sound(moderator, desk)
    desk.get_by_role("button", name="Zdecyduj i wyślij").click()
    desk.wait_for_url(re.compile(r"/moderation/$"))

    phone = reporter.go("/notifications/")
    expect(phone.locator("main")).to_contain_text("Ukryliśmy")

    page = author.go("/notifications/")
    page.locator("main a[href*='/moderation/statements/']").first.click()
    page.wait_for_url(re.compile(r"/moderation/statements/\d+/"))
    expect(page.locator("[data-part]")).to_have_count(7)
    expect(page.locator("main")).to_contain_text(mark)
    sound(author, page)
    page.fill("#appeal textarea", "Pytał mnie o to dyrektor biblioteki.")
    page.get_by_role("button", name="Wyślij odwołanie").click()
    page.wait_for_url(re.compile(r"/moderation/appeals/\d+/"))
    sound(author, page)

    desk = moderator.go("/moderation/?kind=appeals")
    desk.locator("[data-held] h3 a", has_text=mark).click()
    expect(desk.locator("main")).to_contain_text("odwołanie musi rozpatrzyć inny moderator")
    expect(desk.locator("input[name=outcome]")).to_have_count(0)

    second = walker("adam")
    table = second.go("/moderation/?kind=appeals")
    table.locator("[data-held] h3 a", has_text=mark).click()
    sound(second, table)
    table.check("input[name=outcome][value=reversed]")
    table.fill("textarea[name=reason]", "Masz rację, to była odpowiedź.")
    table.get_by_role("button", name="Zdecyduj i wyślij powód").click()
    table.wait_for_url(re.compile(r"/moderation/$"))

    page = author.go(topic)
    expect(page.locator("main")).to_contain_text(f"Okna na noc {mark}.")
    log = second.go("/moderation/log/?deed=appeal")
    expect(log.locator("main")).to_contain_text("rozstrzygnięcie odwołania")
    sound(second, log)
    report = walker().go("/about/transparency/")
    expect(report.locator("main")).to_contain_text("Ukryte")


def test_anybody_reports_illegal_content_from_a_telephone(walker: Walk) -> None:
    visitor = walker(width=320)
    page = visitor.go("/moderation/notice/")
    sound(visitor, page)
    page.fill("input[name=url]", "/forums/")
    page.locator("main form button[type=submit]").click()
    sound(visitor, page)
    page.fill("textarea[name=why]", "Groźba karalna, art. 190 k.k.")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".summary-error")).to_be_visible()
    page.fill("input[name=name]", "Maria Kot")
    page.fill("input[name=email]", "maria@example.net")
    page.check("input[name=good_faith]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/moderation/notices/"))
    expect(page.locator("main")).to_contain_text("Mamy Twoje zgłoszenie")
    sound(visitor, page)
