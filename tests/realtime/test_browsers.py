"""The chat and a topic in two real browsers."""

import pytest
from playwright.async_api import Browser, expect

from tests.realtime.browsing import page_of, say
from tests.realtime.server import Server

pytestmark = pytest.mark.journey


async def test_two_people_talk(browser: Browser, site: Server) -> None:
    ola, jan = await page_of(browser, site, "ola"), await page_of(browser, site, "jan")
    for page in (ola, jan):
        await page.goto("/chat/rynek/")
    await expect(ola.locator("[data-people] li")).to_have_count(2)
    await jan.type("#id_body", "Dzień")
    await expect(ola.locator("[data-typing]")).to_contain_text("Jan Zubek")
    await jan.fill("#id_body", "")
    await say(ola, "Kto ma <b>projektor</b>?")
    await expect(jan.locator("article.msg [data-text]")).to_have_text("Kto ma <b>projektor</b>?")
    await expect(jan.locator("article.msg b b")).to_have_count(0)
    await expect(ola.locator("article.msg-mine")).to_have_count(1)
    await expect(ola.locator(".msg-sending")).to_have_count(0)
    await expect(ola.locator("#id_body")).to_be_focused()
    assert await ola.input_value("#id_body") == ""
    # As the page itself would show it.
    live = await jan.locator("article.msg .avatar").get_attribute("class")
    await jan.reload()
    assert await jan.locator("article.msg .avatar").get_attribute("class") == live
    site.do("edit", who="ola", room=site.made["market"], seq=1, body="Kto ma ekran?")
    await expect(jan.locator("article.msg [data-text]")).to_have_text("Kto ma ekran?")
    site.do("remove", who="ola", room=site.made["market"], seq=1)
    await expect(jan.locator("article.msg-gone")).to_have_count(1)


async def test_a_reader_above_is_not_moved(browser: Browser, site: Server) -> None:
    room = site.made["market"]
    site.do("speak", who="jan", room=room, bodies=[f"zdanie {n}\n\ni jeszcze" for n in range(40)])
    ola = await page_of(browser, site, "ola", viewport={"width": 1280, "height": 800})
    await ola.goto("/chat/rynek/")
    await expect(ola.locator("[data-people] li")).to_have_count(1)
    await ola.evaluate("document.querySelector('[data-log]').scrollTop = 0")
    site.do("speak", who="jan", room=room, bodies=["A", "B", "C"])
    await expect(ola.locator("[data-livebar]")).to_contain_text("3 new messages")
    await expect(ola.locator("[data-announce]")).to_have_text("3 new messages")
    assert await ola.evaluate("document.querySelector('[data-log]').scrollTop") == 0
    await ola.click("[data-livebar] button")
    await expect(ola.locator("article.msg").last).to_be_in_viewport()
    await expect(ola.locator("[data-livebar]")).to_be_hidden()


async def test_what_is_said_without_a_server_is_sent_once_when_it_is_back(
    browser: Browser, site: Server
) -> None:
    ola = await page_of(browser, site, "ola", viewport={"width": 320, "height": 640})
    await ola.goto("/chat/rynek/")
    await expect(ola.locator("[data-people]")).to_be_attached()
    site.kill()
    await say(ola, "Gdy sieć wróci")
    await expect(ola.locator(".msg-sending")).to_have_count(1)
    await expect(ola.locator("[data-typing]")).to_contain_text("No connection")
    assert await ola.evaluate("document.documentElement.scrollWidth") <= 320
    site.start()
    await expect(ola.locator("article[data-seq] [data-text]")).to_have_text("Gdy sieć wróci")
    await expect(ola.locator(".msg-sending")).to_have_count(0)
    assert [body for _, body, _ in site.do("messages", room=site.made["market"])] == [
        "Gdy sieć wróci"
    ]


async def test_a_message_that_failed_outlives_a_reload(browser: Browser, site: Server) -> None:
    who = site.join("pauza")
    page = await page_of(browser, site, who)
    await page.goto("/chat/rynek/")
    await expect(page.locator("[data-people] li")).to_have_count(1)
    site.do("suspend", who=who)
    await say(page, "Czy to przejdzie?")
    await expect(page.locator(".msg-failed")).to_contain_text("Your account is paused")
    site.do("resume", who=who)
    await page.reload()
    await expect(page.locator(".msg-failed")).to_have_count(1)
    await page.click("[data-retry]")
    await expect(page.locator("article[data-seq] [data-text]")).to_have_text("Czy to przejdzie?")
    await expect(page.locator(".msg-failed")).to_have_count(0)
    await page.reload()
    await expect(page.locator("article.msg")).to_have_count(1)


async def test_new_replies_wait_behind_a_bar(browser: Browser, site: Server) -> None:
    topic = site.do("ask", who="ola", forum="ogolne", title="Kto ma krzesła?")
    page = await page_of(browser, site, "ola")
    await page.goto(f"/forums/t/{topic}/")
    await page.wait_for_load_state("networkidle")
    site.do("reply", who="jan", topic=topic, body="My mamy czterdzieści.")
    await expect(page.locator(".livebar button")).to_be_visible()
    await expect(page.locator("#p2")).to_have_count(0)
    await expect(page.locator("[data-bell-count]")).to_have_text("1")
    await page.click(".livebar button")
    await expect(page.locator("#p2")).to_contain_text("czterdzieści")
    await expect(page.locator("#p2")).to_be_focused()


async def test_replies_and_reactions_are_seen_at_once_by_two(
    browser: Browser, site: Server
) -> None:
    ola, jan = await page_of(browser, site, "ola"), await page_of(browser, site, "jan")
    for page in (ola, jan):
        await page.goto("/chat/rynek/")
    await say(ola, "Kto ma **projektor**?")
    first = jan.locator("article[data-seq='1']")
    await first.hover()
    await first.locator("[data-react]").click()
    await jan.click(".react-menu [data-kind='same']")
    await expect(ola.locator("article[data-seq='1'] .react")).to_contain_text("Same with us 1")
    pressed = first.locator(".reacts [data-kind='same']")
    await expect(pressed).to_have_attribute("aria-pressed", "true")
    await pressed.click()
    await expect(ola.locator("article[data-seq='1'] .react")).to_have_count(0)
    # An answer leads to what it answers, and says how that begins.
    await first.hover()
    await first.locator("[data-answer]").click()
    await expect(jan.locator("[data-answering]")).to_contain_text("You answer Ola Wrona.")
    await say(jan, "My mamy")
    await expect(jan.locator("[data-answering]")).to_be_hidden()
    line = ola.locator(".quote-line")
    await expect(line).to_contain_text("Ola Wrona Kto ma projektor?")
    site.do("edit", who="ola", room=site.made["market"], seq=1, body="Kto ma ekran?")
    await expect(line).to_contain_text("Kto ma ekran?")
    live = await line.inner_text()
    await ola.reload()
    await expect(line).to_be_visible()
    assert (await line.inner_text()).split() == live.split()
    await jan.click(".quote-line a")
    await expect(jan.locator("article[data-seq='1']")).to_be_in_viewport()
    site.do("remove", who="ola", room=site.made["market"], seq=1)
    await expect(line).to_contain_text("An answer to a removed message")


async def test_who_writes_a_reply_is_seen_at_the_topic_unless_they_do_not_want_it(
    browser: Browser, site: Server
) -> None:
    topic = site.do("ask", who="ola", forum="ogolne", title="Kto ma krzesła?")
    ola, jan = await page_of(browser, site, "ola"), await page_of(browser, site, "jan")
    for page in (ola, jan):
        await page.goto(f"/forums/t/{topic}/")
        await page.wait_for_load_state("networkidle")
    await jan.type("#reply textarea", "My")
    await expect(ola.locator(".typing")).to_have_text("Jan Zubek is writing a reply…")
    await expect(jan.locator(".typing")).to_have_text("")
    site.do("reply", who="jan", topic=topic, body="My mamy czterdzieści.")
    await expect(ola.locator(".typing")).to_have_text("")
    site.do("unseen", who="jan")
    await jan.wait_for_timeout(3_500)
    await jan.type("#reply textarea", " mamy")
    await ola.wait_for_timeout(1_500)
    await expect(ola.locator(".typing")).to_have_text("")


@pytest.mark.parametrize("width", [320, 360])
async def test_a_phone_has_one_row_above_the_talk(
    browser: Browser, site: Server, width: int
) -> None:
    room = site.do("open_room", slug="pokoj-o-bardzo-dlugiej-nazwie-z-wieloma-slowami-po-kolei")
    site.do("speak", who="jan", room=room, bodies=["słychać?"])
    talk = site.do("converse", who="ola", others=["jan"], body="Cicho")
    page = await page_of(browser, site, "marta", viewport={"width": width, "height": 640})
    own = await page_of(browser, site, "jan", viewport={"width": width, "height": 640})
    long = "/chat/pokoj-o-bardzo-dlugiej-nazwie-z-wieloma-slowami-po-kolei/"
    for one, address in ((page, long), (own, f"/chat/{talk['slug']}/")):
        await one.goto(address)
        head = one.locator(".chat-head")
        await expect(one.locator("[data-here]").first).to_contain_text("1 person now")
        assert await head.evaluate("(row) => row.offsetHeight") <= 48
        await head.locator("summary").click()
        box = await head.locator(".pop").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        await expect(head.locator(".pop [data-here]")).to_contain_text("1 person now")
        assert await one.evaluate("document.documentElement.scrollWidth") <= width
        aloud = head.locator("[data-aloud]")
        await aloud.click()
        await expect(aloud).to_have_attribute("aria-pressed", "false")
        await one.keyboard.press("Escape")
        await expect(aloud).to_be_hidden()
        await expect(head.locator("summary")).to_be_focused()
    await own.locator(".chat-head summary").click()
    await own.get_by_role("link", name="People and settings").click()
    await expect(own).to_have_url(f"{site.base}/chat/{talk['slug']}/people/")
