"""A member guards her account with an app and a passkey, in a real browser with a key of its own; somebody
is invited by mail and joins; somebody is muted."""

import email
import email.policy
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from portal.demo import DEMO_PASSWORD
from tests.journeys.conftest import Walker, serving
from tests.journeys.test_pages import AXE, _serious

Walk = Callable[..., Walker]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    made: Path = tmp_path_factory.mktemp("accounts")
    return made


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """A site of its own: what it mails lies in files beside its data."""
    with serving(folder, factor="1000") as address:
        yield address


def letter_to(folder: Path, address: str) -> str:
    """The text of the latest letter to this address, as soon as it has gone out."""
    for _ in range(150):
        for file in sorted((folder / "mail").glob("*"), reverse=True):
            for part in reversed(file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")):
                letter = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                body = letter.get_body() if address in str(letter["To"]) else None
                if body is not None:
                    return str(body.get_content())
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address}")


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
    fits(ewa)
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
    page.get_by_role("button", name="Użyj klucza dostępu").click()
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


def test_somebody_is_invited_by_mail_and_joins_on_a_telephone(walker: Walk, folder: Path) -> None:
    marta = walker("marta")
    page = marta.go("/accounts/settings/")
    page.get_by_role("link", name="Zaproś kogoś").click()
    fits(marta)
    page.fill("main input[name=email]", "zofia@kultura.example")
    page.get_by_role("button", name="Zaproś", exact=True).click()
    expect(page.locator("main")).to_contain_text("czeka")
    found = re.search(
        r"https?://[^/]+(/accounts/invitation/\S+)", letter_to(folder, "zofia@kultura.example")
    )
    assert found

    zofia = walker(width=360)
    page = zofia.go(found[1])
    expect(page.locator("main")).to_contain_text("Marta")
    fits(zofia)
    page.fill("main input[name=name]", "Zofia Żak")
    page.fill("main input[name=password]", "wapno-i-farbka-22")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    zofia.go("/accounts/settings/")
    assert page.locator("main input[name=name]").input_value() == "Zofia Żak"
    fits(zofia)
    zofia.go("/accounts/sessions/")
    expect(page.locator("main")).to_contain_text("Chrome")
    fits(zofia)
    expect(marta.go("/accounts/invitations/").locator("main")).to_contain_text("Zofia Żak")

    zofia.go("/people/marta/")
    page.get_by_role("button", name="Wycisz").click()
    expect(page.locator("main")).to_contain_text("wyciszona")
    fits(zofia)
    zofia.go("/accounts/hushed/")
    fits(zofia)
    page.get_by_role("button", name="Cofnij").click()
    expect(page.locator("main")).to_contain_text("Nikogo")


def test_letters_grow_and_pages_still_fit(walker: Walk) -> None:
    visitor = walker()
    page = visitor.go("/accounts/look/")
    for words in ("Mocniejszy", "Dużo większa", "Żadnego"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Niech tak zostanie").click()
    page.wait_for_url("**/accounts/look/")
    assert page.locator("html").get_attribute("data-contrast") == "more"
    for path in ("/accounts/look/", "/", "/forums/ogolne/", "/accounts/login/"):
        visitor.go(path)
        fits(visitor)
    page.emulate_media(color_scheme="dark")
    visitor.go("/forums/ogolne/")
    fits(visitor)


def test_what_a_muted_person_wrote_is_folded(walker: Walk) -> None:
    ola = walker("ola")
    page = ola.go("/forums/ogolne/")
    page.locator(".topic .title, .topic a").first.click()
    page.wait_for_url(re.compile(r"/forums/t/"))
    topic = page.url
    authors = page.locator(".post[data-author]").evaluate_all(
        "all => all.map(one => one.dataset.author)"
    )
    other = next(author for author in authors if author and author != "ola")
    ola.go(f"/people/{other}/")
    page.get_by_role("button", name="Wycisz").click()
    expect(page.locator("main")).to_contain_text("wyciszona")
    page.goto(topic)
    post = page.locator(f".post[data-author='{other}']").first
    expect(post.locator(".post-body").first).to_be_hidden()
    post.get_by_role("button", name="Pokaż").first.click()
    expect(post.locator(".post-body").first).to_be_visible()
