"""Needs and offers, walked on two telephones: a card, its matches, a conversation about it, and its end."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_directory_record import fits, press, reach, type_into

Walk = Callable[..., Walker]
HOUSE = "/directory/dom-kultury-w-brzozowce/"
LIBRARY = "Biblioteka w Kalinowej"


def choose(one: Walker, selector: str) -> None:
    """A box or a radio button, by keyboard."""
    target = one.page.locator(selector)
    if not target.is_checked():
        reach(one, target)
        one.page.keyboard.press("Space")
    expect(target).to_be_checked()


def unfold(one: Walker, fold: Locator) -> None:
    if fold.get_attribute("open") is None:
        reach(one, fold.locator("> summary"))
        one.page.keyboard.press("Enter")


def put_up(ola: Walker, title: str) -> str:
    """Ola's house seeks a scanner, by keyboard alone; first with nothing filled in. The path of the card."""
    ola.go(f"{HOUSE}cards/new/?kind=need")
    page = ola.page
    title_field = page.locator("input[name=title]")
    reach(ola, title_field)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ola.errors.clear()  # the browser itself notes every 422
    expect(page.locator(".summary-error")).to_be_focused()
    expect(page).to_have_title(re.compile("^Błąd:"))
    choose(ola, "input[name=kind][value=need]")
    type_into(ola, page.locator("input[name=title]"), title)
    reach(ola, page.locator("select[name=what]"))
    page.locator("select[name=what]").select_option("equipment")
    unfold(ola, page.locator("main form > details.fold"))
    unfold(ola, page.locator("details.fold", has=page.locator("input[value=gry]")).last)
    choose(ola, "input[name=practices][value=gry]")
    type_into(ola, page.locator("input[name=radius_km]"), "120")
    type_into(ola, page.locator("input[name=gives]"), "ciasto")
    press(ola, page.locator("main form button[type=submit]").last)
    expect(page.locator("h1")).to_contain_text(title)
    return page.url.removeprefix(ola.site)


@pytest.mark.parametrize("dark", [False, True])
def test_a_card_from_its_matches_to_found_with(walker: Walk, dark: bool) -> None:
    mark = uuid.uuid4().hex[:8]
    ola, jan = (walker(handle, width=360, dark=dark) for handle in ("ola", "jan"))
    card = put_up(ola, f"Gry na wieczór {mark}")
    match = ola.page.locator("li.match", has_text="Walizka z grami")
    expect(match.locator(".facts li.yes")).not_to_have_count(0)
    press(ola, match.locator("button[formaction*='/aside/']"))
    folded = ola.page.locator("details.fold", has=match)
    expect(folded.locator("summary")).to_be_visible()
    expect(match).not_to_be_visible()
    reach(ola, folded.locator("summary"))
    ola.page.keyboard.press("Enter")
    press(ola, match.locator("button[formaction*='undo=1']"))
    expect(match).to_be_visible()
    _talk(ola, jan, match.locator("button[formaction$='/write/']"), mark)
    _end(ola, jan, walker(width=360, dark=dark, language="en"), card)


def _talk(ola: Walker, jan: Walker, button: Locator, mark: str) -> None:
    """From the card into a conversation that both have open."""
    press(ola, button)
    expect(ola.page).to_have_url(re.compile(r"/chat/"))
    said, answer = f"Dzień dobry, czy walizka jest wolna? {mark}", f"Jest, od piątku. {mark}"
    ola.page.locator("textarea[name=body]").fill(said)
    ola.page.locator("main form button[type=submit]").last.click()
    expect(ola.page.locator(".msg", has_text=said)).to_have_count(1)
    jan.go(ola.page.url.removeprefix(ola.site).partition("#")[0])
    expect(jan.page.locator(".msg", has_text=said)).to_have_count(1)
    jan.page.locator("textarea[name=body]").fill(answer)
    jan.page.locator("main form button[type=submit]").last.click()
    # No reload: it arrives on the other telephone by itself.
    expect(ola.page.locator(".msg", has_text=answer)).to_have_count(1)
    for one in (ola, jan):
        fits(one)


def _end(ola: Walker, jan: Walker, visitor: Walker, card: str) -> None:
    ola.go(card)
    press(ola, ola.page.locator(f"main a[href='{HOUSE}cards/{card.split('/')[-2]}/done/']"))
    choose(ola, "input[name=outcome][value=found]")
    partner = ola.page.locator("#id_partner")
    type_into(ola, partner, "Biblioteka w Kal")
    expect(ola.page.locator("[role=option]", has_text=LIBRARY)).to_be_visible()
    ola.page.keyboard.press("ArrowDown")
    ola.page.keyboard.press("Enter")
    expect(partner).to_have_value(LIBRARY)
    press(ola, ola.page.locator("main form button[type=submit]"))
    expect(ola.page.locator("main")).to_contain_text(LIBRARY)
    expect(visitor.go(card).locator("main")).not_to_contain_text(LIBRARY)
    jan.go("/notifications/")
    press(jan, jan.page.locator(f"main a.title[href$='{card}']").first)
    press(jan, jan.page.locator("main button[name=answer][value=yes]"))
    shown = visitor.go(card).locator("main .inset").first
    expect(shown).to_contain_text("Found a partner")
    expect(shown).to_contain_text(LIBRARY)
    fits(visitor)
    expect(ola.go(card).locator("main")).to_contain_text(LIBRARY)
    press(ola, ola.page.locator("main button[formaction$='/renew/']"))
    expect(visitor.go(card).locator("main .inset")).to_have_count(0)  # it stands again


def test_a_search_of_the_board_is_kept_and_stopped(walker: Walk) -> None:
    ola = walker("ola", width=360)
    ola.go("/directory/needs/?kind=offer&what=equipment&near=Tarn%C3%B3w&km=40")
    press(ola, ola.page.locator("main a[href^='/notifications/searches/new/']"))
    choose(ola, "input[name=rhythm][value=weekly]")
    press(ola, ola.page.locator("main form button[type=submit]").last)
    row = ola.page.locator("main li, main article", has=ola.page.locator("a[href*='near=Tarn']"))
    expect(row.first).to_be_visible()
    press(ola, ola.page.locator("main button[formaction$='/stop/']").first)
    expect(ola.page.locator("main button[formaction$='/resume/']").first).to_be_visible()
