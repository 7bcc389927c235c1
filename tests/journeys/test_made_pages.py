"""Pages that are there only after somebody has done something: a file that was sent, a saved search, a conversation,
a poll, a picture. Met in all colours, on a desk and at 320 px."""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Walker
from tests.journeys.test_composer import picture, topic_of
from tests.journeys.test_pages import AXE, OF_COLOURS, UNREADABLE, _findings
from tests.journeys.test_polls_live import begin

Walk = Callable[..., Walker]
HOUSE = "/directory/dom-kultury-w-brzozowce/"


def judged(one: Walker) -> None:
    """The page that is open now is accessible, whatever colours and width somebody has."""
    page = one.page
    page.evaluate(AXE)
    for width, height in ((1280, 800), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        page.emulate_media(color_scheme="light")
        assert _findings(one) == [], page.url
        page.emulate_media(color_scheme="dark")
        assert _findings(one, only=OF_COLOURS) == [], page.url
        page.emulate_media(color_scheme="light", forced_colors="active")
        assert page.evaluate(UNREADABLE) == [], page.url
        page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert one.errors == []


def follow(one: Walker, pattern: str) -> Page:
    """The first link of the page that leads to such an address."""
    links = one.page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return one.go(next(link for link in links if re.search(pattern, link)))


def send(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_of_a_list_that_is_brought_in(walker: Walk) -> None:
    marta = walker("marta")
    page = marta.go("/directory/import/")
    rows = f"Nazwa;Gmina\r\nŚwietlica {uuid.uuid4().hex[:8]};Skawina\r\n;Skawina\r\n"
    page.set_input_files(
        "main input[type=file]",
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": rows.encode()},
    )
    send(page, "Wyślij")
    judged(marta)
    page.locator("form[action$='columns/'] button[type=submit]").click()
    page.wait_for_selector("#lines", timeout=60_000)
    judged(marta)


def test_of_a_record(walker: Walk) -> None:
    """Its pictures, a second place, a network."""
    marta = walker("marta")
    page = marta.go(f"{HOUSE}pictures/")
    page.set_input_files(
        "main input[type=file]",
        {"name": "sala.png", "mimeType": "image/png", "buffer": picture()},
    )
    page.fill("input[name=alt]", "Sala z krzesłami w kręgu")
    send(page, "Wyślij obraz")
    marta.go(f"{HOUSE}pictures/")
    judged(marta)
    form = page.locator("main details form[action*='/pictures/']").first
    form.evaluate("form => { form.querySelector('[name$=alt]').value = ''; form.submit(); }")
    expect(page.locator(".summary-error")).to_be_visible()
    marta.errors.clear()  # the browser itself notes every 422
    judged(marta)
    marta.go(f"{HOUSE}pictures/")
    follow(marta, r"/pictures/\d+/remove/")
    judged(marta)

    page = marta.go(f"{HOUSE}places/new/")
    page.fill("input[name=site_name]", "Filia")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/places/"))
    marta.go(f"{HOUSE}places/")
    follow(marta, r"/places/\d+/remove/")
    judged(marta)

    page = marta.go(f"{HOUSE}networks/")
    page.locator("main select[name=network]").select_option(index=1)
    send(page, "Dodaj")
    marta.go(f"{HOUSE}networks/")
    follow(marta, r"/networks/[\w-]+/$")
    judged(marta)


def test_of_a_conversation(walker: Walk) -> None:
    marta = walker("marta")
    page = marta.go("/chat/new/")
    page.locator("input[name=who]").press_sequentially("ola")
    page.get_by_role("option").first.click()
    page.fill("textarea[name=body]", "Dzień dobry.")
    send(page, "Wyślij")
    talk = page.url.removeprefix(marta.site).split("?")[0].split("#")[0]
    for part in ("", "about/", "people/", "leave/"):
        marta.go(f"{talk}{part}")
        judged(marta)
    marta.go("/chat/conversations/")
    judged(marta)


def test_of_a_topic(walker: Walk) -> None:
    """A poll of one's own, and a reply that was removed."""
    marta = walker("marta")
    place = topic_of(marta, uuid.uuid4().hex[:8])
    page = marta.page
    begin(page, place, "Od czego zaczynamy?")
    judged(marta)
    follow(marta, r"/forums/polls/\d+/$")
    judged(marta)
    follow(marta, r"/forums/polls/\d+/edit/")
    judged(marta)
    page = marta.go(place)
    page.fill("form[action*=reply] textarea[name=body]", "Od drzwi.")
    page.click("form[action*=reply] button[type=submit]")
    expect(page.locator("#p2")).to_be_visible()
    topic = re.findall(r"/t/(\d+)/", place)[0]
    page = marta.go(f"/forums/topics/{topic}/posts/2/remove/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/forums/t/"))
    judged(marta)
    marta.go(f"/forums/topics/{topic}/posts/2/restore/")
    judged(marta)


def test_of_a_person(walker: Walk) -> None:
    """A search that was saved, and the way out."""
    marta = walker("marta")
    page = marta.go("/notifications/searches/new/?of=directory&query=q%3Dkino")
    send(page, "Zapisz")
    marta.go("/notifications/searches/")
    judged(marta)
    follow(marta, r"/searches/\d+/$")
    judged(marta)
    page = marta.go("/accounts/data/delete/")
    judged(marta)
    page.fill("main input[name=password]", "farbka-i-wapno-1")
    send(page, "To ja")
    judged(marta)


def test_of_the_words_of_the_place(walker: Walk) -> None:
    adam = walker("adam")
    page = adam.go("/setup/documents/terms/")
    words = {"pl": "Każdy odpowiada za to, co pisze.", "en": "You answer for what you write."}
    for language, sentence in words.items():
        page.fill(f"textarea[name=body_{language}]", f"## 1. {{#pierwszy}}\n\n{sentence}")
        page.fill(f"input[name=summary_{language}]", "Pierwsza wersja.")
    send(page, "Opublikuj")
    assert "/about/terms/versions/1/" in page.url
    judged(adam)


def test_of_a_message_that_is_worded_anew(walker: Walk) -> None:
    """Only for a day: what the demo has said is older in the evening."""
    ola = walker("ola")
    page = ola.go("/chat/rynek/")
    words = f"Klucz wisi przy sztalugach {uuid.uuid4().hex[:6]}"
    page.fill("#id_body", words)
    page.press("#id_body", "Enter")
    said = page.locator("article", has_text=words)
    expect(said).to_be_visible()
    expect(said.locator("a[href*='/edit/']")).to_have_count(1)
    link = str(said.locator("a[href*='/edit/']").get_attribute("href"))
    ola.go(f"/chat/rynek/{link}")
    assert "/edit/" in page.url
    judged(ola)
