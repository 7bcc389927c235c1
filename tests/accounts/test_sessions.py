"""Where a person is logged in: listed in words, ended one by one or all at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.devices import device_of
from accounts.models import OpenSession, User
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def browser_of(who: User, agent: str = FIREFOX) -> Client:
    User.objects.filter(pk=who.pk).update(language="en")
    browser = Client(headers={"accept-language": "en", "user-agent": agent})
    browser.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
    return browser


def signed_in(browser: Client) -> bool:
    return browser.get("/accounts/settings/").status_code == 200


def number_of(person: User, device: str) -> int:
    return OpenSession.objects.get(person=person, device=device).pk


def test_each_place_is_named_and_this_one_is_said(cast: Cast) -> None:
    desk, _ = browser_of(cast.ola), browser_of(cast.ola, PHONE)
    page = desk.get(PAGE).content.decode()
    assert re.findall(r'<h2 class="h3">(.*?)</h2>', page) == ["Firefox, Windows", "Chrome, Android"]
    assert page.count("This is where you are now") == 1
    assert "127.0.0.1" not in page


def test_one_place_is_ended_and_the_others_stay(cast: Cast) -> None:
    desk, phone = browser_of(cast.ola), browser_of(cast.ola, PHONE)
    assert desk.post(f"{PAGE}{number_of(cast.ola, 'Chrome, Android')}/end/").status_code == 303
    assert signed_in(desk)
    assert not signed_in(phone)
    assert "Chrome, Android" not in desk.get(PAGE).content.decode()


def test_all_others_are_ended_at_once(cast: Cast) -> None:
    desk = browser_of(cast.ola)
    others = [browser_of(cast.ola, PHONE) for _ in range(2)]
    jan = browser_of(cast.jan)
    assert desk.post(f"{PAGE}end-others/").status_code == 303
    assert signed_in(desk) and signed_in(jan)
    assert not any(signed_in(other) for other in others)


def test_a_stranger_ends_nothing_and_sees_nothing(cast: Cast) -> None:
    ola, jan = browser_of(cast.ola), browser_of(cast.jan, PHONE)
    number = number_of(cast.ola, "Firefox, Windows")
    assert jan.post(f"{PAGE}{number}/end/").status_code == 404
    assert jan.post(f"{PAGE}999999/end/").status_code == 404
    assert signed_in(ola)
    assert "Firefox, Windows" not in jan.get(PAGE).content.decode()
    visitor = cast.client()
    assert visitor.get(PAGE).status_code == 302
    assert visitor.post(f"{PAGE}{number}/end/").status_code == 302
    assert signed_in(ola)


def test_logging_out_and_a_new_password_leave_the_list(cast: Cast) -> None:
    desk, phone, third = (
        browser_of(cast.ola),
        browser_of(cast.ola, PHONE),
        browser_of(cast.ola, "?"),
    )
    third.post("/accounts/logout/")
    assert not OpenSession.objects.filter(device="").exists()
    new = "nowe-haslo-na-rynek"
    desk.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert signed_in(desk) and not signed_in(phone)
    page = desk.get(PAGE).content.decode()
    assert re.findall(r'<h2 class="h3">(.*?)</h2>', page) == ["Firefox, Windows"]


def test_last_seen_follows_the_person_without_a_statement_for_every_page(cast: Cast) -> None:
    browser = browser_of(cast.ola)
    lately, long_ago = (timezone.now() - timedelta(minutes=m) for m in (5, 180))
    for before, writes in ((lately, 0), (long_ago, 1)):
        OpenSession.objects.filter(person=cast.ola).update(seen_at=before)
        browser.get("/about/rules/")
        after = OpenSession.objects.get(person=cast.ola).seen_at
        assert (after > before) is bool(writes)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/about/rules/")
        assert sum("accounts_opensession" in one["sql"] for one in asked) == 1, (
            asked.captured_queries
        )


def test_a_session_that_nobody_noted_is_noted_when_it_is_seen(cast: Cast) -> None:
    browser = browser_of(cast.ola)
    OpenSession.objects.all().delete()
    assert signed_in(browser)
    assert OpenSession.objects.get().person == cast.ola


def test_the_person_who_comes_with_the_session_is_judged_like_any_other(cast: Cast) -> None:
    """Closed accounts, another password and a session that was noted as somebody else's."""
    desk, phone, third = (browser_of(cast.ola), browser_of(cast.ola, PHONE), browser_of(cast.jan))
    OpenSession.objects.filter(person=cast.jan).update(person=cast.ola)
    assert f"/people/{cast.jan.handle}/" in third.get("/about/rules/").content.decode()
    cast.ola.set_password("nowe-haslo-na-rynek")
    cast.ola.save()
    assert not signed_in(desk)
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    assert not signed_in(third) and not signed_in(phone)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"), (PHONE, "Chrome, Android"), ("", ""), ("<script>" * 500, ""),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Mac"),
    ],
)  # fmt: skip
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert device_of(agent) == words
