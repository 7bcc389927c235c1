"""Reading the forums on a phone, by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
MOST_PRESSES = 60


def _tab_to(page: Page, wanted: Locator) -> None:
    """By the tabulator alone, as far as it takes."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by keyboard")


def _fits(one: Walker) -> None:
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert _serious(one) == []


def test_lists_and_orders_on_a_phone_by_keyboard(walker: Walk) -> None:
    visitor = walker(width=360)
    visitor.page.add_init_script(AXE)
    page = visitor.go("/forums/")
    solved = page.locator("main nav.kinds a[href='/forums/solved/']")
    _tab_to(page, solved)
    expect(solved).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/forums/solved/$"))
    expect(page.locator("h1")).to_have_text("Rozwiązane pytania")
    _fits(visitor)
    tag = page.locator("main a.tag").first
    word = tag.inner_text()
    tag.press("Enter")
    page.wait_for_url(re.compile(r"/forums/tag/[-\w]+/$"))
    expect(page.locator("h1")).to_contain_text(word)
    _fits(visitor)
    page.locator("main .topic a.title").first.press("Enter")
    page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    by_time = page.locator("main button[name=order][value=time]")
    by_time.press("Enter")
    expect(page.locator("main button[name=order][value=time]")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.locator("main .thread").count() == 0
    numbers = page.locator("main article.post[data-number]").evaluate_all(
        "posts => posts.filter(p => p.id).map(p => Number(p.dataset.number))"
    )
    assert numbers == sorted(numbers)
    assert len(numbers) > 2
    _fits(visitor)
    assert visitor.errors == []


def test_what_is_muted_leaves_the_lists_and_comes_back(walker: Walk) -> None:
    jan = walker("jan", width=360, scripts=False)
    page = jan.go("/forums/latest/")
    title = page.locator("main .topic a.title").first
    path = title.get_attribute("href")
    title.click()
    page.locator("main button.level[value=muted]").click()
    page = jan.go("/forums/latest/")
    expect(page.locator(f"main .topic a.title[href='{path}']")).to_have_count(0)
    page.locator("main a[href='/notifications/following/']").first.click()
    page.locator("main nav.seg a").nth(1).click()
    row = page.locator(".followed", has=page.locator(f"a[href='{path}']"))
    row.locator("button[value=normal]").click()
    expect(page).to_have_url(re.compile(r"/notifications/following/\?show=muted$"))
    expect(page.locator(f"main a[href='{path}']")).to_have_count(0)
    jan.go("/forums/latest/")
    expect(jan.page.locator(f"main .topic a.title[href='{path}']")).to_have_count(1)
