"""From a talk to a topic and a note: in the room with a script, and on its own page without one."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Walker
from tests.journeys.test_marks import serious

Walk = Callable[..., Walker]
ROOM = "/chat/kino-w-terenie/"


@pytest.mark.parametrize("width", [1280, 360])
def test_chosen_in_the_room(walker: Walk, width: int) -> None:
    marta = walker("marta", width=width, dark=width < 1000)
    page = marta.go(ROOM)
    boxes = page.locator(".msg-pick input")
    expect(boxes.first).to_be_attached()
    first = {1280: 3, 360: 10}[width]
    for at in range(first, first + 4):
        boxes.nth(at).press("Space")
    expect(page.locator("[data-pick-words]")).to_have_text("Wybrano: 4 wiadomości")
    page.get_by_role("button", name="Zrób z nich temat").click()
    expect(page.locator("input[type=checkbox][name=message]:checked")).to_have_count(4)
    assert serious(marta) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    title = f"Kino {uuid.uuid4().hex[:8]}"
    page.fill("[name=title]", title)
    page.get_by_role("button", name="Utwórz temat").click()
    expect(page.locator("#topic-head")).to_have_text(title)
    expect(page.locator("#p2 blockquote")).to_have_count(4)
    assert serious(marta) == []
    page.get_by_role("link", name="Są tu Twoje słowa?").click()
    assert serious(marta) == []
    page.get_by_role("button", name="jako osobę z rozmowy").first.click()
    expect(page.get_by_role("heading", name="osoba z rozmowy (1)")).to_be_visible()
    # The room leads there.
    page = marta.go(ROOM)
    links = page.locator(".chat-people a" if width > 1200 else "a.chat-grown", has_text=title)
    expect(links).to_have_count(1)
    assert marta.errors == []


def test_without_a_script(walker: Walk) -> None:
    marta = walker("marta", width=360, scripts=False)
    page = marta.go("/chat/rynek/")
    page.locator(".chat-head summary").click()
    page.get_by_role("link", name="Zrób temat z tej rozmowy").click()
    boxes = page.locator("input[type=checkbox][name=message]")
    for at in range(3):
        boxes.nth(at).check()
    page.get_by_role("button", name="Wcześniejsze wiadomości").click()
    expect(page.locator("input[type=hidden][name=message]")).to_have_count(3)
    page.fill("[name=title]", "Bez skryptu")
    page.get_by_role("button", name="Utwórz temat").click()
    expect(page.locator("#topic-head")).to_have_text("Bez skryptu")
    page.get_by_role("link", name="Zrób z tego notatkę").click()
    expect(page.locator("input[name=post][value='2']")).to_be_checked()
    page.get_by_role("button", name="Zacznij notatkę").click()
    assert re.search(r"/notes/bez-skryptu[-0-9]*/edit/", page.url)
    expect(page.locator("[name=steps]")).to_have_value(re.compile(r"/said/[0-9]+/"))
