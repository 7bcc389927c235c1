"""A question's whole life, on two telephones and by keyboard alone: asked, answered, accepted, split, moved."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_directory_record import fits, press, reach, type_into

Walk = Callable[..., Walker]
TITLE = "Skąd wziąć sztalugi na plener dla trzydziestu osób?"
ANSWER = "W naszym ośrodku stoi dwadzieścia, wypożyczamy je za darmo."
ASIDE = "A czy ktoś z was robił plener zimą?"


def replied(one: Walker, path: str, words: str) -> Locator:
    """Writes under the conversation and sends it from within the text; the post that comes of it."""
    one.go(path)
    type_into(one, one.page.locator("form textarea[name=body]").last, words)
    one.page.keyboard.press("ControlOrMeta+Enter")
    found = one.page.locator("article", has_text=words).last
    expect(found).to_be_visible()
    fits(one)
    return found


def number_of(post: Locator) -> int:
    return int(post.get_attribute("data-number") or 0)


def asked(one: Walker) -> str:
    """Ola's question; its path."""
    one.go("/forums/ogolne/ask/")
    fits(one)
    type_into(one, one.page.locator("input[name=title]"), TITLE)
    question = one.page.locator("input[name=kind][value=question]")
    reach(one, one.page.locator("input[name=kind]:checked"))
    while not question.is_checked():
        one.page.keyboard.press("ArrowDown")
    type_into(one, one.page.locator("textarea[name=body]"), "Plener jest w czerwcu, pod Skawiną.")
    one.page.keyboard.press("ControlOrMeta+Enter")
    one.page.wait_for_url(re.compile(r"/forums/t/\d+/"))
    fits(one)
    return one.page.url.removeprefix(one.site).partition("#")[0]


def test_a_question_from_asking_to_splitting_and_moving(walker: Walk) -> None:
    ola, marta = walker("ola", width=360), walker("marta", width=360)
    path = asked(ola)
    topic = int(re.findall(r"/t/(\d+)/", path)[0])

    answer = replied(marta, path, ANSWER)
    number = number_of(answer)
    # The one who asked is told at once, and brings it in without leaving what they read.
    news = ola.page.locator(".livebar")
    expect(news).to_be_visible()
    news.locator("button, a").first.focus()
    ola.page.keyboard.press("Enter")
    expect(ola.page.locator("article", has_text=ANSWER)).to_be_visible()
    aside = number_of(replied(marta, path, ASIDE))

    ola.go(f"/forums/topics/{topic}/posts/{number}/actions/")
    press(ola, ola.page.locator(f"button[formaction$='/posts/{number}/accept/']"))
    expect(ola.page.get_by_text("Odpowiedź przyjęta").first).to_be_visible()

    marta.go(path)
    press(marta, marta.page.locator(f"a[href$='/topics/{topic}/split/']"))
    box = marta.page.locator(f"input[name=numbers][value='{aside}']")
    reach(marta, box)
    marta.page.keyboard.press("Space")
    expect(box).to_be_checked()
    type_into(marta, marta.page.locator("input[name=title]"), "Plener zimą")
    press(marta, marta.page.locator("form.sheet .row button.btn:not([formnovalidate])"))
    expect(marta.page.get_by_role("heading", level=1)).to_have_text("Plener zimą")
    new = int(re.findall(r"/t/(\d+)/", marta.page.url)[0])

    press(marta, marta.page.locator(f"a[href$='/topics/{new}/move/']"))
    choice = marta.page.locator("select[name=forum]")
    reach(marta, choice)
    marta.page.keyboard.press("ArrowDown")
    press(marta, marta.page.locator("form.sheet .row button.btn"))
    expect(marta.page.get_by_role("heading", level=1)).to_have_text("Plener zimą")

    # The old address of what was split off leads to where it is now, also for a visitor.
    visitor = walker(width=360)
    visitor.go(f"{path}{aside}/")
    assert f"/t/{new}/" in visitor.page.url
    expect(visitor.page.get_by_text(ASIDE).first).to_be_visible()
    # And the question has its answer beneath it.
    visitor.go(path)
    expect(visitor.page.get_by_text(ANSWER).first).to_be_visible()
    expect(visitor.page.get_by_text(ASIDE)).to_have_count(0)
