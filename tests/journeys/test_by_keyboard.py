"""The jobs that most people come for, by keyboard alone and on a telephone's width: found, written down, talked about.

That a question is asked, answered and its answer accepted in the same way, tests/journeys/test_forums.py shows.
"""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Walker
from tests.journeys.test_directory_record import fits, press, reach, type_into

Walk = Callable[..., Walker]


def test_a_visitor_finds_an_organisation(walker: Walk) -> None:
    """From the home page to the directory, by a word and a filter, to its page and to whom to ask there."""
    one = walker(width=360)
    page = one.go("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    press(one, page.locator("main a[href='/directory/']").first)
    reach(one, page.locator("main summary", has_text="Filtry"))
    page.keyboard.press("Enter")
    type_into(one, page.locator("main input[name=q]").first, "Brzozówka")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fits(one)
    found = page.locator("main").get_by_role("link", name="Dom Kultury w Brzozówce").first
    press(one, found)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dom Kultury w Brzozówce")
    # Back is where one was, with the word still in the box.
    page.go_back()
    expect(page.locator("main input[name=q]").first).to_have_value("Brzozówka")


def test_a_member_writes_to_an_organisation(walker: Walk) -> None:
    """From its page to its room, where its people read what was asked."""
    mark = uuid.uuid4().hex[:8]
    tomek = walker("tomek", width=360)
    page = tomek.go("/directory/?q=Brzozówka")
    press(tomek, page.locator("main").get_by_role("link", name="Dom Kultury w Brzozówce").first)
    press(tomek, page.locator("main").get_by_text("Porozmawiaj z nimi", exact=True).first)
    type_into(tomek, page.locator("textarea[name=body]"), f"Czy sala jest wolna? {mark}")
    page.keyboard.press("Enter")
    expect(page.locator(".msg-mine", has_text=mark)).to_be_visible()
    fits(tomek)
    ola = walker("ola", width=360)
    expect(ola.go("/chat/dom-kultury-w-brzozowce/").locator(".msg", has_text=mark)).to_be_visible()


def test_a_member_writes_a_note_and_a_moderator_reviews_it(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola = walker("ola", width=360)
    page = ola.go("/notes/")
    press(ola, page.locator("main a[href='/notes/write/']").first)
    type_into(ola, page.locator("input[name=title]"), f"Kino na podwórku {mark}")
    type_into(ola, page.locator("textarea[name=body]"), "1. Zapytaj sąsiadów.")
    # In a box for text, Tab goes on: nobody is caught there.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "body"
    press(ola, page.get_by_role("button", name="Opublikuj"))
    assert re.search(rf"/notes/kino-na-podworku-{mark}/", page.url)
    path = page.url.removeprefix(ola.site)
    jan = walker(width=360)
    expect(jan.go(path).get_by_text("Zapytaj sąsiadów.")).to_be_visible()
    assert jan.errors == []
    marta = walker("marta", width=360)
    page = marta.go("/notes/reviews/")
    press(marta, page.get_by_role("link", name=f"Kino na podwórku {mark}"))
    press(marta, page.locator(f"main a[href$='{path}history/1/']"))
    good = page.locator("input[name=answer][value=approve]")
    reach(marta, good)
    page.keyboard.press("Space")
    expect(good).to_be_checked()
    type_into(marta, page.locator("textarea[name=reason]"), "Krótko i jasno.")
    press(marta, page.get_by_role("button", name="Wyślij odpowiedź"))
    expect(page.get_by_text("Przejrzane. Czytają to wszyscy.")).to_be_visible()
    expect(jan.go(path).locator("main header")).to_contain_text("Przejrzana")
    ola.go(f"{path}history/1/")
    expect(ola.page.get_by_text("Krótko i jasno.")).to_be_visible()


def test_two_people_talk(walker: Walk) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, jan = walker("ola", width=360), walker("jan", width=360)
    page = ola.go("/chat/")
    press(ola, page.locator("main a[href='/chat/rynek/']").first)
    jan.go("/chat/rynek/")
    type_into(ola, page.locator("textarea[name=body]"), f"Kto ma rzutnik? {mark}")
    page.keyboard.press("Enter")
    heard = jan.page.locator(".msg", has_text=mark)
    expect(heard).to_be_visible()
    # Sent once, the box is empty again, and the focus is still in it: the next sentence can follow.
    box = page.locator("textarea[name=body]")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    reach(jan, jan.page.locator("textarea[name=body]"))
    jan.page.keyboard.type(f"My mamy. {mark}")
    jan.page.keyboard.press("Enter")
    expect(page.locator(".msg", has_text=f"My mamy. {mark}")).to_be_visible()
    fits(ola)
    fits(jan)
