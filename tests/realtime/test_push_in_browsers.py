"""News while no page is open, in a real browser: the switch, its worker, and what it shows."""

import json
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.realtime.browsing import PATIENCE, page_of
from tests.realtime.server import Server

pytestmark = pytest.mark.journey

SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, url: data.url }))"""
PRESSED = """async () => {
  const opened = [];
  clients.openWindow = async (address) => { opened.push(address); };
  const [shown] = await registration.getNotifications();
  const pressed = new NotificationEvent("notificationclick", { notification: shown });
  dispatchEvent(pressed);
  await new Promise((done) => setTimeout(done, 200));
  return [opened, (await registration.getNotifications()).length];
}"""
"""A press on what is shown. No person presses here, so no window may open: which one would is kept."""


async def switch(browser: Browser, site: Server, **more: Any) -> Page:
    page = await page_of(browser, site, "ola", **more)
    await page.goto("/notifications/push/")
    await page.get_by_role("button", name="Tell me in this browser").click()
    return page


async def test_a_browser_that_does_not_allow_it_says_where_to_change_that(
    browser: Browser, site: Server
) -> None:
    page = await switch(browser, site)
    await expect(page.locator("[data-push-said]")).to_contain_text("does not allow it")
    await expect(page.locator("[data-push-on]")).to_be_enabled()


async def test_the_switch_registers_the_worker_and_says_what_cannot_be_reached(
    browser: Browser, site: Server
) -> None:
    page = await switch(browser, site, permissions=["notifications"])
    worker = "navigator.serviceWorker.ready.then(({ active, scope }) => [active.scriptURL, scope])"
    assert await page.evaluate(worker) == [f"{site.base}/push-worker.js", f"{site.base}/"]
    # Browsers reach the service of their maker, which is not there: plain words, and another try.
    said = page.locator("[data-push-said]")
    await expect(said).to_contain_text("cannot reach the service of its maker")
    await expect(page.locator("[data-push-on]")).to_be_enabled()
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await page.reload()
    await expect(page.get_by_text("Told now")).to_have_count(0)


async def test_the_worker_shows_what_comes_and_opens_its_address(
    browser: Browser, site: Server
) -> None:
    page = await switch(browser, site, permissions=["notifications"])
    await expect(page.locator("[data-push-said]")).not_to_be_empty()
    wire = await page.context.new_cdp_session(page)
    known: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    await wire.send("ServiceWorker.enable")
    await page.wait_for_timeout(500)

    async def deliver(message: str) -> None:
        await wire.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site.base, "registrationId": known[-1], "data": message},
        )

    told = {"title": "Rynek", "body": "Jan Zubek wspomina o Tobie w „Rynek”", "lang": "pl"}
    await deliver(json.dumps({**told, "url": "/chat/rynek/?at=1#m1"}))
    expected = {**told, "tag": "rynek", "url": "/chat/rynek/?at=1#m1"}
    await page.wait_for_function(
        f"({SHOWN})().then((shown) => shown.length === 1)", timeout=PATIENCE
    )
    assert await page.evaluate(SHOWN) == [expected]
    worker = page.context.service_workers[0]
    assert await worker.evaluate(PRESSED) == [[f"{site.base}/chat/rynek/?at=1#m1"], 0]
    # What leads away from the site leads nowhere, and the newest takes the place of the one before.
    await deliver(json.dumps({**told, "url": "/notifications/"}))
    await deliver(json.dumps({**told, "url": "https://example.com/"}))
    await page.wait_for_function(
        f"({SHOWN})().then(([one]) => one?.url.startsWith('https'))", timeout=PATIENCE
    )
    assert len(await page.evaluate(SHOWN)) == 1
    assert await worker.evaluate(PRESSED) == [[], 0]
