"""A claim, an edit under review and a merge, walked on a telephone's width by keyboard alone."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Walker

Walk = Callable[..., Walker]
HOUSE = "/directory/dom-kultury-w-brzozowce/"
STEPS = 400


def reach(one: Walker, target: Locator) -> None:
    """Goes with Tab until the element has the focus; it must be one that keyboards reach."""
    expect(target).to_be_visible()
    handle = target.element_handle()
    for _step in range(STEPS):
        if one.page.evaluate("element => element === document.activeElement", handle):
            return
        one.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {target}")


def press(one: Walker, target: Locator) -> None:
    """A link or button, by keyboard; the page it leads to fits the telephone."""
    reach(one, target)
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    fits(one)


def fits(one: Walker) -> None:
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360, one.page.url
    assert one.errors == []


def type_into(one: Walker, target: Locator, words: str) -> None:
    reach(one, target)
    one.page.keyboard.press("ControlOrMeta+a")
    one.page.keyboard.type(words)


def added(marta: Walker, name: str, website: str = "") -> str:
    """The path of a new record that nobody but a moderator has touched."""
    page = marta.go("/directory/add/")
    page.fill("input[name=name]", name)
    page.fill("input[name=website]", website)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/add/" not in url)
    path = page.url.removeprefix(marta.site)
    # Whoever adds a record looks after it; a moderator may leave it to nobody.
    page = marta.go(f"{path}people/")
    page.locator("form[action$='/people/remove/'] button").first.click()
    page.wait_for_url(marta.site + path)
    return path


def link_of(one: Walker, mails: Path, address: str) -> str:
    for _ in range(60):
        for mail in mails.glob("*"):
            text = mail.read_text().replace("=\n", "").replace("=3D", "=")
            found = re.findall(r"https?://[^/\s]+(/directory/\S+/claim/\S+)", text)
            if address in text and found:
                return str(found[0])
        one.page.wait_for_timeout(300)
    pytest.fail("no mail came")


@pytest.fixture
def mails(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return next(p for p in base.iterdir() if p.name.startswith("site")) / "mail"


def test_a_record_is_claimed_by_mail(walker: Walk, mails: Path) -> None:
    mark = uuid.uuid4().hex[:8]
    home = added(walker("marta"), f"Biblioteka {mark}", f"https://biblioteka-{mark}.pl")
    jan = walker("jan", width=360)
    jan.go(home)
    press(jan, jan.page.locator(f"main a[href='{home}claim/']").first)
    address = f"jan@biblioteka-{mark}.pl"
    type_into(jan, jan.page.locator("input[name=email]"), address)
    with jan.page.expect_navigation():
        jan.page.keyboard.press("Enter")
    expect(jan.page.locator("main .inset-ochre")).to_contain_text(address)
    jan.go(link_of(jan, mails, address))
    press(jan, jan.page.locator("main form button[type=submit]"))
    expect(jan.page.locator(f"main a[href='{home}edit/']")).to_be_visible()


def test_an_edit_waits_for_review(walker: Walk) -> None:
    number = f"12 {uuid.uuid4().int % 10**7:07}"
    marta, ola, visitor = walker("marta", width=360), walker("ola", width=360), walker(width=360)
    marta.go(f"{HOUSE}history/")
    switch = marta.page.locator("form[action$='/history/review/']")
    if switch.locator("input[name=on][value='1']").count():
        press(marta, switch.locator("button"))
    ola.go(f"{HOUSE}edit/")
    type_into(ola, ola.page.locator("input[name=phone]"), number)
    type_into(ola, ola.page.locator("input[name=comment]"), "Nowy numer")
    press(ola, ola.page.locator("main form button[type=submit]").last)
    expect(ola.page.locator("main .inset-ochre").first).to_be_visible()
    expect(visitor.go(HOUSE).locator("main")).not_to_contain_text(number)
    press(ola, ola.page.locator(f"main .inset-ochre a[href='{HOUSE}history/']"))
    expect(ola.page.locator("main")).to_contain_text(number)
    marta.go("/moderation/")
    press(marta, marta.page.locator("main a[href='/directory/review/']"))
    press(marta, marta.page.locator("main a[href^='/directory/review/changes/']").last)
    expect(marta.page.locator("main")).to_contain_text(number)
    reach(marta, marta.page.locator("input[name=verdict][value=yes]"))
    marta.page.keyboard.press("Space")
    press(marta, marta.page.locator("main form button[type=submit]"))
    expect(visitor.go(HOUSE).locator("main")).to_contain_text(number)
    marta.go(f"{HOUSE}history/")
    press(marta, switch.locator("button"))


def test_a_twin_is_merged(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    marta, visitor = walker("marta", width=360), walker(width=360)
    kept, gone = added(marta, f"Świetlica {mark}"), added(marta, f"Klub {mark}")
    marta.go(f"{gone}history/")
    press(marta, marta.page.locator(f"main a[href='{gone}merge/']"))
    type_into(marta, marta.page.locator("input[name=q]").last, kept.strip("/").rpartition("/")[2])
    with marta.page.expect_navigation():
        marta.page.keyboard.press("Enter")
    press(marta, marta.page.locator("main a[href^='?into=']").first)
    expect(marta.page.locator("main")).to_contain_text(f"Klub {mark}")
    type_into(marta, marta.page.locator("input[name=comment]"), "To samo miejsce")
    press(marta, marta.page.locator("main form button[type=submit]").last)
    expect(marta.page).to_have_url(marta.site + kept)
    visitor.go(gone)
    expect(visitor.page).to_have_url(visitor.site + kept)
    expect(visitor.go(f"{kept}history/").locator("main")).to_contain_text("To")
    fits(visitor)
