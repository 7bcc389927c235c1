"""Somebody new writes from a telephone into a forum that looks at first words; a moderator publishes them
by keyboard; who has the conversation open sees them come."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walker, serving
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any) -> Iterator[str]:
    """A site with limits as in life, where words do wait."""
    with serving(tmp_path_factory.mktemp("careful"), factor="1") as address:
        yield address


def test_first_words_from_a_telephone_to_everybody(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola = walker("ola")
    page = ola.go("/forums/mlodziez/ask/")
    page.fill("input[name=title]", f"Pierwsze słowa {mark}")
    page.fill("textarea[name=body]", "Od czego zacząć?")
    page.locator("main form").get_by_role("button", name="Wyślij", exact=True).click()
    page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    topic = page.url.removeprefix(ola.site).split("#")[0]

    nela = walker("nela", width=360)
    phone = nela.go(topic)
    phone.fill("#reply textarea[name=body]", f"U nas zaczęło się od {mark}.")
    phone.wait_for_timeout(3200)  # as long as the shortest answer takes to type
    phone.click("form[action*=reply] button[type=submit]")
    phone.wait_for_url(re.compile(r"/forums/held/\d+/"))
    expect(phone.locator("main")).to_contain_text("Czeka na moderatora")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.evaluate(AXE)
    assert _serious(nela) == []
    expect(page.locator("main")).not_to_contain_text(f"od {mark}")

    marta = walker("marta")
    desk = marta.go("/moderation/")
    expect(desk.locator("[data-held] > li").first).to_be_visible()
    desk.evaluate(AXE)
    assert _serious(marta) == []
    item = desk.locator("[data-held] > li", has_text=mark)
    desk.locator("[data-held] > li").first.focus()
    for _ in range(20):
        if item.evaluate("item => item === document.activeElement"):
            break
        desk.keyboard.press("j")
    desk.keyboard.press("r")
    expect(item.locator("textarea")).to_be_focused()
    desk.keyboard.type("ja")  # letters in a field are letters
    expect(item.locator("textarea")).to_have_value("ja")
    item.focus()
    desk.keyboard.press("a")
    expect(desk.locator("#notices")).to_contain_text("Opublikowane")

    page.locator(".livebar button").click()  # without a reload
    expect(page.locator("#p2")).to_contain_text(f"od {mark}")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Opublikowane.")
