"""What can be done with a post is one line on a telephone, however deep the post stands."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_marks import serious

Walk = Callable[..., Walker]
LINES = """() => [...document.querySelectorAll(".post .acts")].map((acts) => new Set(
    [...acts.querySelectorAll(".act")].filter((act) => act.offsetParent).map((act) => act.offsetTop)).size)"""
NESTED, ASKED = "Przegląd dostępności na własną rękę", "Porozumienie z wolontariuszem"


def topic_called(one: Walker, title: str) -> Page:
    found = one.page.request.get(f"{one.site}/api/v1/search?kind=topic&q={quote(title)}").json()
    place = next(hit["url"] for hit in found["results"] if hit["title"].startswith(title))
    return one.go(place)


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("title", [NESTED, ASKED])
def test_the_actions_of_every_post_are_one_line(walker: Walk, title: str, width: int) -> None:
    """Ola asked the second one, so she may also accept an answer."""
    ola = walker("ola", width=width)
    page = topic_called(ola, title)
    expect(page.locator(".post [data-react]").first).to_be_visible()
    lines = page.evaluate(LINES)
    assert len(lines) > 4
    assert set(lines) == {1}
    if title == NESTED:
        assert page.locator(".thread .thread .thread .post").count() > 0
    else:
        accept = page.get_by_role("button", name="To jest odpowiedź").first
        expect(accept).to_be_visible()
    # What has no room is under "…", with words.
    page.locator(".post .acts .act:visible").last.click()
    for words in ("Odpowiedz", "Cytuj", "Zareaguj"):
        expect(page.locator("main .rows").get_by_text(words, exact=True)).to_be_visible()
    assert serious(ola) == []
    assert ola.errors == []


def test_on_a_desk_they_have_their_words(walker: Walk) -> None:
    page = topic_called(walker("ola"), NESTED)
    acts = page.locator(".post .acts").first
    for words in ("Odpowiedz", "Cytuj", "Pomogło mi", "Zareaguj"):
        expect(acts.get_by_text(words, exact=True)).to_be_visible()
