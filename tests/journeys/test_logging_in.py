"""A member guards her account with an app and a passkey, in a real browser with a key of its own."""

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from portal.demo import DEMO_PASSWORD
from tests.journeys.conftest import Walker
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_key(walker: Walker) -> Walker:
    """The browser's own security key, which says yes at once. It wants a name, not a number."""
    walker.site = walker.site.replace("127.0.0.1", "localhost")
    devtools = walker.context.new_cdp_session(walker.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return walker


def fits(walker: Walker, width: int = 320) -> None:
    page = walker.page
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.evaluate(AXE)
    assert _serious(walker) == [], page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def it_is_me(page: Page) -> None:
    page.fill("main input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def code(key: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def test_an_app_and_a_passkey_from_setting_up_to_logging_in(walker: Walk) -> None:
    ewa = with_key(walker())
    ewa.log_in("ewa")
    page = ewa.go("/accounts/2fa/")
    fits(ewa)

    page.get_by_role("link", name="Ustaw aplikację").click()
    it_is_me(page)
    page.wait_for_url("**/totp/activate/")
    fits(ewa)
    key = page.locator("main code").inner_text()
    assert re.fullmatch("[A-Z2-7]{32}", key)
    page.fill("main input[name=code]", code(key, -1))
    page.get_by_role("button", name="Używaj tej aplikacji").click()
    page.wait_for_url("**/recovery-codes/")
    fits(ewa)
    recovery = page.locator("main code").first.inner_text()

    page.goto(ewa.site + "/accounts/2fa/webauthn/add/")
    fits(ewa)
    page.fill("main input[name=name]", "Telefon w kuchni")
    page.locator("[data-passkey-go]").click()
    page.wait_for_url("**/accounts/2fa/")
    expect(page.locator("main")).to_contain_text("Telefon w kuchni")
    fits(ewa)

    page.goto(ewa.site + "/accounts/logout/")
    page.locator("main form button[type=submit]").click()
    ewa.go("/accounts/login/")
    fits(ewa)
    page.get_by_role("button", name="Zaloguj się kluczem dostępu").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    expect(page.locator("header")).to_contain_text("Ewa Kostka")  # the key alone is enough

    page.goto(ewa.site + "/accounts/logout/")
    page.locator("main form button[type=submit]").click()
    page = ewa.go("/accounts/login/")
    page.fill("input[name=login]", "ewa@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/2fa/authenticate/")
    fits(ewa)
    page.get_by_role("button", name="Użyj klucza dostępu").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    plain = walker(scripts=False)
    page = plain.go("/accounts/login/")
    expect(page.locator("[data-passkey-go]")).to_be_hidden()
    page.fill("input[name=login]", "ewa@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("main input[name=code]", recovery)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert [error for error in ewa.errors if "WebSocket" not in error] == []
