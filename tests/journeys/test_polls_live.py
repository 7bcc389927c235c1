"""A poll begins and ends while others have the conversation open: they learn of it, and nothing moves."""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_composer import topic_of
from tests.journeys.test_marks import serious

Walk = Callable[..., Walker]
PATIENCE = 20_000
BEGUN = "W tej rozmowie zaczęła się ankieta."
ENDED = "Ankieta w tej rozmowie się zakończyła."


def long_topic(ola: Walker, replies: int = 3) -> str:
    """With replies that do not fit a window."""
    place = topic_of(ola, uuid.uuid4().hex[:8])
    page = ola.go(place)
    for at in range(2, replies + 2):
        page.fill("form[action*=reply] textarea[name=body]", "\n\n".join([f"Wpis {at}."] * 14))
        page.click("form[action*=reply] button[type=submit]")
        expect(page.locator(f"#p{at}")).to_be_visible()
    return place


def begin(page: Page, place: str, question: str) -> None:
    topic = re.search(r"/t/(\d+)/", place)
    assert topic
    page.goto(re.sub(r"/forums/.*", f"/forums/topics/{topic[1]}/poll/", page.url))
    page.fill("[name=question]", question)
    page.fill("[name=choices]", "Od płotu\nOd drzwi")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator(".poll-q").last).to_have_text(question)


def end(page: Page) -> None:
    page.get_by_role("link", name="Więcej o tej ankiecie").click()
    page.get_by_role("button", name="Zakończ ankietę").click()
    expect(page.locator(".poll[data-ended]")).to_have_count(1)


def offer(page: Page, words: str) -> Locator:
    found = page.locator("#toasts .toast", has_text=words)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"]


def read_at(page: Page, selector: str) -> float:
    """Somebody reads there; where it stands in the window."""
    page.locator(selector).evaluate("piece => scrollBy(0, piece.getBoundingClientRect().top - 120)")
    page.wait_for_timeout(300)
    return top(page, selector)


def connected(page: Page) -> None:
    """The socket follows the topic: what happens from now on is told."""
    with page.expect_websocket(timeout=PATIENCE) as opened:
        page.reload()
    socket = opened.value
    if socket:
        page.wait_for_timeout(1_000)


def test_who_reads_the_question_is_told_and_sees_it_when_they_want(walker: Walk) -> None:
    ola, jan = walker("ola"), walker("jan", width=360)
    place = long_topic(ola)
    page = jan.go(place)
    connected(page)
    begun_at = top(page, "#replies-head")
    begin(ola.page, place, "Od czego zaczynamy?")
    told = offer(page, BEGUN)
    expect(page.locator(".poll")).to_have_count(0)
    assert top(page, "#replies-head") == begun_at, "nothing has moved"
    assert serious(jan) == []
    told.get_by_role("button", name="Pokaż").click()
    expect(page.locator(".poll-q")).to_have_text("Od czego zaczynamy?")
    expect(page.locator(".poll-q")).to_be_focused()
    expect(told).to_have_count(0)

    # He has chosen, and not voted yet, when it ends: what he chose stays until he wants to see the result.
    page.get_by_label("Od drzwi").check()
    end(ola.page)
    told = offer(page, ENDED)
    expect(page.get_by_label("Od drzwi")).to_be_checked()
    told.get_by_role("button", name="Pokaż").click()
    expect(page.locator(".poll input")).to_have_count(0)
    expect(page.locator(".poll .poll-n").first).to_contain_text("0 głosów")
    expect(page.locator(".poll-q")).to_be_focused()
    assert jan.errors == []


def test_who_reads_further_down_goes_on_reading(walker: Walk) -> None:
    ola, visitor = walker("ola"), walker(width=360)
    place = long_topic(ola)
    page = visitor.go(place)
    connected(page)
    before = read_at(page, "#p3")
    begin(ola.page, place, "Czy w sobotę?")
    told = offer(page, BEGUN)
    expect(page.locator(".poll")).to_have_count(1)
    assert abs(top(page, "#p3") - before) <= 1, "the poll is there, and what is read has not moved"
    told.get_by_role("button", name="Pokaż").click()
    expect(page.locator(".poll-q")).to_be_focused()
    expect(page.locator(".poll-q")).to_be_in_viewport()

    # It ends far above what is read: there is nothing to say, and it is so when they come back.
    before = read_at(page, "#p4")
    end(ola.page)
    expect(page.locator(".poll[data-ended]")).to_have_count(1, timeout=PATIENCE)
    assert abs(top(page, "#p4") - before) <= 1
    expect(page.locator("#toasts .toast")).to_have_count(0)
    assert visitor.errors == []


def test_a_page_without_a_socket_learns_of_it_too(walker: Walk) -> None:
    """It asks now and then; and a poll that began while the page was on its way is not missed."""
    ola, jan = walker("ola"), walker("jan")
    place = long_topic(ola, replies=1)
    jan.page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    jan.page.clock.install()
    page = jan.go(place)
    begin(ola.page, place, "Kiedy?")
    page.clock.run_for(31_000)
    offer(page, BEGUN).get_by_role("button", name="Pokaż").click()
    expect(page.locator(".poll-q")).to_have_text("Kiedy?")
