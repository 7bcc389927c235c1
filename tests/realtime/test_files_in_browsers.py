"""Pictures and files of messages, in a real browser: pasted, dropped, chosen."""

import base64
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.composing.conftest import drawn
from tests.realtime.browsing import page_of
from tests.realtime.server import Server

pytestmark = pytest.mark.journey

HAND_OVER = """([kind, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const target = document.querySelector(kind === "paste" ? "#id_body" : "[data-log]");
  target.dispatchEvent(kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


async def hand_over(page: Page, kind: str, name: str, type: str, data: bytes) -> None:
    """`kind`: paste into the box, or drop on the talk."""
    await page.evaluate(HAND_OVER, [kind, name, type, base64.b64encode(data).decode()])


def said(site: Server) -> list[Any]:
    return [body for _, body, _ in site.do("messages", room=site.made["market"])]


async def test_pictures_and_files_go_with_the_message_without_a_new_page(
    browser: Browser,
    site: Server,
) -> None:
    ola, jan = await page_of(browser, site, "ola"), await page_of(browser, site, "jan")
    for page in (ola, jan):
        await page.goto("/chat/rynek/")
        await expect(page.locator("[data-people] li")).to_have_count(2 if page is jan else 1)
    await ola.evaluate("window.same = true")
    await ola.fill("#id_body", "Tak wygląda sala")
    await hand_over(ola, "paste", "sala.png", "image/png", drawn(800, 600))
    files = ola.locator(".send-files")
    await expect(files.locator("img.editor-thumb")).to_be_visible()
    # A picture without words is not sent, and says so.
    await ola.press("#id_body", "Enter")
    await expect(files.get_by_text("Say what the picture shows")).to_be_visible()
    assert said(site) == [] and await ola.input_value("#id_body") == "Tak wygląda sala"
    await files.get_by_label("What the picture shows").fill("Sala [duża] z oknem")
    await hand_over(ola, "drop", "plan.txt", "text/plain", b"Plan sali")
    await expect(files.locator("li")).to_have_count(2)
    await expect(files.locator("progress")).to_have_count(0)
    await ola.focus("#id_body")
    await ola.press("#id_body", "Enter")
    for page in (ola, jan):
        message = page.locator("article[data-seq]")
        await expect(message).to_contain_text("Tak wygląda sala")
        picture = message.locator("img")
        await expect(picture).to_have_attribute("alt", "Sala [duża] z oknem")
        assert await picture.evaluate(
            "async (one) => { await one.decode(); return one.naturalWidth > 0; }"
        )
        await expect(message.get_by_role("link", name="plan.txt")).to_be_visible()
    await expect(ola.locator(".msg-sending")).to_have_count(0)
    await expect(files.locator(".editor-files")).to_be_hidden()
    assert await ola.input_value("#id_body") == "" and await ola.evaluate("window.same") is True
    assert len(said(site)) == 1
    # The next one goes without them.
    await ola.fill("#id_body", "I tyle")
    await ola.press("#id_body", "Enter")
    await expect(jan.locator("article[data-seq]").last).to_contain_text("I tyle")
    assert said(site)[1] == "I tyle"


async def test_a_chosen_file_that_fails_leaves_the_words(browser: Browser, site: Server) -> None:
    who = site.join("pliki")
    page = await page_of(browser, site, who, viewport={"width": 320, "height": 640})
    await page.goto("/chat/rynek/")
    await expect(page.locator("[data-here]").first).to_contain_text("1 person now")
    await page.fill("#id_body", "Patrzcie")
    async with page.expect_file_chooser() as chooser:
        await page.click(".send-file summary")
    wrong = {
        "name": "gra.exe",
        "mimeType": "application/octet-stream",
        "buffer": b"MZ\x90\x00\x03" * 50,
    }
    await (await chooser.value).set_files(wrong)  # type: ignore[arg-type]
    files = page.locator(".send-files")
    await expect(files.locator(".error")).not_to_be_empty()
    assert await page.input_value("#id_body") == "Patrzcie"
    await files.get_by_role("button", name="Remove gra.exe").click()
    await expect(files.locator(".editor-files")).to_be_hidden()
    # What came while the network was away can be sent again.
    await page.route("**/files/send/", lambda route: route.abort())
    await hand_over(page, "paste", "okno.png", "image/png", drawn(400, 300))
    await expect(files.locator(".error")).to_contain_text("was not sent")
    await page.unroute("**/files/send/")
    await files.get_by_role("button", name="Try again").click()
    await files.get_by_label("What the picture shows").fill("Okno")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    # The message is refused: its words and its picture wait together, also over a reload.
    site.do("suspend", who=who)
    await page.focus("#id_body")
    await page.press("#id_body", "Control+Enter")
    failed = page.locator(".msg-failed")
    await expect(failed).to_contain_text("Your account is paused")
    await expect(failed).to_contain_text("Patrzcie\n\nOkno")
    site.do("resume", who=who)
    await page.reload()
    # Words that are the name of the file say nothing of the picture: the server tells, and they are mended.
    await page.click("[data-retry]")
    await expect(failed).to_contain_text("This is the name of a file")
    await page.click("[data-change]")
    await expect(failed).to_have_count(0)
    words = await page.input_value("#id_body")
    assert words.startswith("Patrzcie\n\n![Okno](file:")
    await page.fill("#id_body", words.replace("[Okno]", "[Okno na podwórko]"))
    await page.press("#id_body", "Control+Enter")
    picture = page.locator("article[data-seq] img")
    await expect(picture).to_have_attribute("alt", "Okno na podwórko")
    await expect(failed).to_have_count(0)
    assert len(said(site)) == 1
