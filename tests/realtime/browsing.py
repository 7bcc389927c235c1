"""People in real browsers at a server."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.realtime.server import Server

PATIENCE = 30_000
"""Milliseconds that a browser waits for what must come."""


async def page_of(browser: Browser, site: Server, who: str | None, **more: Any) -> Page:
    context = await browser.new_context(base_url=site.base, locale="en", **more)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    if who:
        cookie = {"name": "session", "value": site.made["sessions"][who], "url": site.base}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script broke: {error}"))
    return page


async def say(page: Page, text: str) -> None:
    await page.fill("#id_body", text)
    await page.press("#id_body", "Enter")
