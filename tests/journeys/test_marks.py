"""Reactions and polls in two real browsers at the width of a phone: one presses, the other sees it."""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_composer import topic_of
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
PATIENCE = 20_000


def serious(one: Walker) -> list[str]:
    one.page.evaluate(AXE)
    return _serious(one)


def reply(page: Page, text: str) -> None:
    page.fill("form[action*=reply] textarea[name=body]", text)
    page.click("form[action*=reply] button[type=submit]")
    expect(page.locator("article[data-number='2'] .prose")).to_have_text(text)


def test_one_reacts_and_votes_and_the_other_sees_it(walker: Walk) -> None:
    ola, jan = walker("ola", width=360), walker("jan", width=360)
    place = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.page
    reply(jan.go(place), "Od płotu.")
    page = ola.go(place)

    # Jan looks at his own post: he has nothing to press there.
    own = jan.page.locator("#p2")
    expect(own.get_by_text("Zareaguj")).to_be_hidden()
    # Ola opens the words and says one; the focus comes back to where it was.
    post = page.locator("#p2")
    opener = post.get_by_role("link", name="Zareaguj")
    opener.click()
    menu = page.get_by_role("group", name="Zareaguj")
    expect(menu.get_by_role("button", name="Zgadzam się")).to_be_focused()
    assert serious(ola) == []
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    menu.get_by_role("button", name="Wypróbuję").click()
    word = post.locator("[data-kind=try]")
    expect(word).to_have_text(re.compile(r"Wypróbuję\s+1"))
    expect(word).to_have_attribute("aria-pressed", "true")
    # Jan sees it without loading the page, and cannot press it himself.
    theirs = own.locator("[data-kind=try]")
    expect(theirs).to_have_text(re.compile(r"Wypróbuję\s+1"), timeout=PATIENCE)
    assert theirs.get_attribute("role") is None
    # Pressed again, with the space bar too, it is taken back.
    word.focus()
    page.keyboard.press(" ")
    expect(word).to_have_count(0)
    expect(theirs).to_have_count(0, timeout=PATIENCE)

    # A poll: added by a form, shown to Jan where he is.
    page.get_by_role("link", name="Dodaj ankietę").click()
    page.fill("[name=question]", "Od czego zaczynamy?")
    page.fill("[name=choices]", "Od płotu\nOd drzwi\nOd dachu")
    page.check("[name=results][value=always]")
    assert serious(ola) == []
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator(".poll-q")).to_have_text("Od czego zaczynamy?")
    jan.go(place)
    poll = jan.page.locator(".poll")
    poll.get_by_label("Od drzwi").check()
    poll.get_by_role("button", name="Zagłosuj").click()
    expect(poll.locator(".poll-own")).to_contain_text("Od drzwi")
    expect(poll.locator(".poll-own")).to_contain_text("Twój głos")
    expect(poll.locator(".poll-q")).to_be_focused()
    assert jan.page.url.startswith(jan.site + place)
    # Ola sees the figure come, as a text beside the bar.
    expect(page.locator(".poll-lines li").nth(1)).to_contain_text("1 głos, 100", timeout=PATIENCE)
    expect(page.locator(".poll-foot")).to_contain_text("Głosowała 1 osoba")
    # She votes as well; Jan, who is still there, sees her vote and keeps his place.
    page.locator(".poll").get_by_label("Od płotu").check()
    page.get_by_role("button", name="Zagłosuj").click()
    expect(poll.locator("li").nth(0)).to_contain_text("1 głos, 50", timeout=PATIENCE)
    expect(poll.locator(".poll-foot")).to_contain_text("Głosowały 2 osoby")
    expect(poll.locator(".poll-own")).to_contain_text("Od drzwi")
    expect(poll.locator(".poll-q")).to_be_focused()
    for one in (ola, jan):
        assert serious(one) == []
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360
        assert one.errors == []


def test_all_of_it_works_without_scripts(walker: Walk) -> None:
    ola = walker("ola")
    place = topic_of(ola, uuid.uuid4().hex[:8])
    jan = walker("jan", scripts=False)
    page = jan.go(f"{place}1/")
    page.get_by_role("link", name=re.compile("Więcej")).first.click()
    page.get_by_role("link", name="Zareaguj").click()
    page.get_by_role("button", name="Trzymam kciuki").click()
    expect(page.locator("#p1 [data-kind=cheer]")).to_have_text(re.compile(r"Trzymam kciuki\s+1"))
    form = ola.go(place)
    form.get_by_role("link", name="Dodaj ankietę").click()
    form.fill("[name=question]", "Kiedy?")
    form.fill("[name=choices]", "Dziś\nJutro")
    form.get_by_role("button", name="Zapisz").click()
    page = jan.go(place)
    expect(page.locator(".poll")).not_to_contain_text("0%")
    page.get_by_label("Jutro").check()
    page.get_by_role("button", name="Zagłosuj").click()
    expect(page.locator(".poll-lines li").nth(1)).to_contain_text("1 głos, 100")
    page.get_by_role("link", name="Zmień swój głos").click()
    expect(page.get_by_label("Jutro")).to_be_checked()
    page.get_by_label("Dziś").check()
    page.get_by_role("button", name="Zmień mój głos").click()
    expect(page.locator(".poll-lines li").nth(0)).to_contain_text("1 głos, 100")


def test_axe_finds_nothing_on_the_pages(walker: Walk) -> None:
    ola = walker("ola", width=360, dark=True)
    place = topic_of(ola, uuid.uuid4().hex[:8])
    topic = re.search(r"/t/(\d+)/", place)
    assert topic
    for path in (f"/forums/topics/{topic[1]}/poll/", "/forums/thanks/to/jan/", "/people/jan/",
                 "/forums/thanks/of/ola/", "/forums/polls/1/", "/forums/polls/2/",
                 f"/forums/topics/{topic[1]}/posts/1/reactions/"):  # fmt: skip
        ola.go(path)
        assert serious(ola) == [], path
    assert ola.errors == []
