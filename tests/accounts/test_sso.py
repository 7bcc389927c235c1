"""Logging in by another site: a real provider of OpenID Connect on this machine."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings

from accounts.models import User
from config.settings import oidc_providers
from tests.accounts.test_second_step import with_app
from tests.cast import PASSWORD, Cast
from tests.services.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/accounts/oidc/sso/login/"


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    providers = oidc_providers("Konto Kultury", made.url, CLIENT, SECRET)
    with override_settings(OIDC_NAME="Konto Kultury", SOCIALACCOUNT_PROVIDERS=providers):
        yield made
    made.stop()


def claims(email: str, *, verified: bool = True, **more: Any) -> dict[str, Any]:
    return {
        "sub": f"id-{email}",
        "email": email,
        "email_verified": verified,
        "name": "Zofia Żak",
        **more,
    }


def go(browser: Client, path: str = LOGIN) -> Any:
    """There and back again."""
    sent = browser.get(path)
    assert sent.status_code == 302, sent.content.decode()
    back = requests.get(sent["Location"], allow_redirects=False, timeout=5).headers["Location"]
    here = urlsplit(back)
    return browser.get(f"{here.path}?{here.query}", follow=True)


def signed_in(browser: Client) -> bool:
    return browser.get("/accounts/settings/").status_code == 200


def test_nothing_of_it_is_there_unless_it_is_set_up(cast: Cast) -> None:
    assert cast.client().get(LOGIN).status_code == 404
    assert cast.client().get(f"{LOGIN}callback/?code=x&state=y").status_code == 404
    assert "oidc" not in cast.client().get("/accounts/login/").content.decode()


def test_somebody_new_gets_an_account_with_a_name_and_a_confirmed_address(
    cast: Cast, provider: Provider
) -> None:
    browser = cast.client()
    assert LOGIN in browser.get("/accounts/login/").content.decode()
    provider.person = claims("zofia@kultura.example")
    go(browser)
    assert signed_in(browser)
    zofia = User.objects.get(email="zofia@kultura.example")
    assert (zofia.name, zofia.handle, zofia.verified) == ("Zofia Żak", "zofia.zak", True)
    again = cast.client()
    provider.person = claims("zofia@kultura.example", email_verified=False)
    go(again)  # known by the other site's own number now
    assert signed_in(again)
    assert User.objects.filter(name="Zofia Żak").count() == 1


def test_a_verified_address_opens_the_account_of_that_address(
    cast: Cast, provider: Provider
) -> None:
    browser = cast.client()
    provider.person = claims(cast.ola.email)
    go(browser)
    assert browser.get("/accounts/settings/").context["user"] == cast.ola
    assert SocialAccount.objects.get().user == cast.ola
    other = cast.client()
    other.post("/accounts/login/", {"login": cast.ola.email, "password": PASSWORD})
    assert signed_in(other)  # her password is as it was


@pytest.mark.parametrize("email", ["ola@example.org", "ktos@kultura.example"])
def test_an_address_that_nobody_vouches_for_opens_nothing(
    cast: Cast, provider: Provider, email: str
) -> None:
    browser, before = cast.client(), User.objects.count()
    provider.person = claims(email, verified=False)
    answer = go(browser)
    assert "really yours" in answer.content.decode()
    assert not signed_in(browser)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_who_waits_with_the_address_of_another_does_not_get_their_account(
    cast: Cast, provider: Provider
) -> None:
    provider.person = claims(cast.nowa.email)  # joined by somebody, never confirmed
    go(cast.client())
    waiting = cast.client()
    waiting.post("/accounts/login/", {"login": cast.nowa.email, "password": PASSWORD})
    assert not signed_in(waiting)


def test_the_second_step_is_asked_for_here_too(cast: Cast, provider: Provider) -> None:
    with_app(cast, cast.ola)
    browser = cast.client()
    provider.person = claims(cast.ola.email)
    assert go(browser).redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert not signed_in(browser)


def test_turning_back_and_strange_answers_harm_nothing(cast: Cast, provider: Provider) -> None:
    browser = cast.client()
    assert "turned back" in go(browser).content.decode()
    assert browser.get(f"{LOGIN}callback/?code=x&state=y").status_code < 500
    provider.person = {"sub": 7, "email": ["x"], "name": {"a": "\x00"}}
    assert go(browser).status_code < 500
    provider.broken = True
    assert browser.get(LOGIN).status_code < 500
    assert not signed_in(browser)
    assert browser.get("/accounts/oidc/inny/login/").status_code == 404
