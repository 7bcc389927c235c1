"""A village library puts itself into the directory: by keyboard alone on a telephone's width, with the mistakes
that people make, and once more without JavaScript."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_directory_record import HOUSE, fits, press, reach, type_into

Walk = Callable[..., Walker]


def refused(one: Walker, target: Locator) -> None:
    """Sends a form that comes back: the browser's console notes the 422, and that is all it notes."""
    reach(one, target)
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    one.errors[:] = [line for line in one.errors if "422" not in line]
    fits(one)
    expect(one.page.locator(".summary-error")).to_be_focused()


def test_by_keyboard_alone_with_mistakes_on_the_way(walker: Walk) -> None:
    name = f"Biblioteka w Zalesiu {uuid.uuid4().hex[:8]}"
    jan = walker("jan", width=360)
    page = jan.go("/directory/add/")
    type_into(jan, page.locator("input[name=name]"), name)
    reach(jan, page.locator("details:has(input[name=nip]) > summary"))
    page.keyboard.press("Enter")
    type_into(jan, page.locator("input[name=nip]"), "123-456-32-19")
    send = page.locator("main form button[type=submit]").last
    refused(jan, send)
    # What is wrong stands first and has the focus; what was typed stands where it was, unfolded.
    expect(page.locator("input[name=name]")).to_have_value(name)
    expect(page.locator("input[name=nip]")).to_be_visible()
    type_into(jan, page.locator("input[name=nip]"), "123-456-32-18")
    press(jan, send)
    home = page.url.removeprefix(jan.site)
    expect(page.locator("h1")).to_contain_text("Zalesiu")
    # The hint of what is missing leads to the hours.
    press(jan, page.locator(f"#completeness a[href='{home}places/']"))
    press(jan, page.locator("main a[href$='/hours/']").first)
    type_into(jan, page.locator("input[name=w0_d0]"), "9-25")
    refused(jan, page.locator("main form button[type=submit]").first)
    expect(page.locator("input[name=w0_d0]")).to_have_value("9-25")
    type_into(jan, page.locator("input[name=w0_d0]"), "9-17")
    press(jan, page.locator("main form button[type=submit]").first)
    # From part to part by the tabs.
    press(jan, page.locator(f"main nav a[href='{home}standing/']"))
    type_into(jan, page.locator("input[name=title]"), "Biblioteka bez barier")
    press(jan, page.locator("main form.sheet button[type=submit]"))
    jan.go(home)
    expect(page.locator("main")).to_contain_text("Biblioteka bez barier")
    expect(page.locator("#hours")).to_be_visible()
    reach(jan, page.locator(".org-toc a[href='#access']"))
    page.keyboard.press("Enter")
    assert page.url.endswith("#access")
    fits(jan)


@pytest.mark.parametrize("name", ["access-entrance", "choose-formats"])
def test_folded_parts_open_without_a_script(walker: Walk, name: str) -> None:
    page = walker("ola", width=360, scripts=False).go(f"{HOUSE}edit/")
    boxes = page.locator(f"#{name} :is(select, input[type=checkbox])")
    expect(boxes.first).not_to_be_visible()
    page.locator(f"#{name} > summary").click()
    expect(boxes.first).to_be_visible()
