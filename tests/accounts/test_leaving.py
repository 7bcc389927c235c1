"""Who logs out, or is logged out from elsewhere, leaves nothing in the browser; whose log-in has ended by itself keeps
their drafts there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import OpenSession, User
from tests.accounts.test_sessions import PAGE, PHONE, browser_of, number_of, signed_in
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "Clear-Site-Data"
CLEARED = '"cache", "storage"'
NEW = "nowe-haslo-na-rynek"


def test_logging_out_clears_the_browser_and_keeps_its_cookies(cast: Cast) -> None:
    ola = browser_of(cast.ola)
    assert HEADER not in ola.get("/accounts/settings/")
    answer = ola.post("/accounts/logout/")
    assert answer[HEADER] == CLEARED
    assert "cookies" not in answer[HEADER]  # the language, and that the owner is known here
    assert ola.cookies["known"].value
    assert HEADER not in ola.get("/")


def test_deleting_the_account_clears_it_too(cast: Cast) -> None:
    jan = browser_of(cast.jan)
    jan.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = jan.post("/accounts/data/delete/", {"handle": "jan"})
    assert answer.status_code in (302, 303)
    assert answer[HEADER] == CLEARED


def test_who_was_logged_out_from_elsewhere_is_cleared_once(cast: Cast) -> None:
    desk, phone = browser_of(cast.ola), browser_of(cast.ola, PHONE)
    jan = browser_of(cast.jan)
    answer = desk.post(f"{PAGE}{number_of(cast.ola, 'Chrome, Android')}/end/")
    assert HEADER not in answer
    first = phone.get("/")
    assert first[HEADER] == CLEARED
    assert first.cookies["session"]["max-age"] == 0
    assert HEADER not in phone.get("/")
    assert not OpenSession.objects.exclude(ended_at=None).exists()
    assert HEADER not in jan.get("/") and HEADER not in desk.get("/")


def test_a_new_password_and_a_closed_account_clear_the_other_browsers_once(cast: Cast) -> None:
    desk, phone, jan = browser_of(cast.ola), browser_of(cast.ola, PHONE), browser_of(cast.jan)
    answer = desk.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert HEADER not in answer and signed_in(desk)
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    for gone in (phone, jan):
        assert gone.get("/")[HEADER] == CLEARED
        assert HEADER not in gone.get("/")


def test_a_log_in_that_ended_by_itself_leaves_the_drafts(cast: Cast) -> None:
    ola, jan, visitor = browser_of(cast.ola), browser_of(cast.jan), cast.client()
    long_ago = timezone.now() - timedelta(days=400)
    OpenSession.objects.filter(person=cast.ola).update(seen_at=long_ago)
    jans = OpenSession.objects.get(person=cast.jan).session_key
    Session.objects.filter(session_key=jans).update(expire_date=long_ago)
    for browser in (ola, jan, visitor):
        answer = browser.get("/accounts/settings/")
        assert answer.status_code == 302
        assert HEADER not in answer


def test_the_page_says_what_becomes_of_drafts(cast: Cast) -> None:
    assert "this browser keeps of them is cleared" in browser_of(cast.ola).get(
        "/accounts/logout/"
    ).content.decode().replace("\u00a0", " ")
