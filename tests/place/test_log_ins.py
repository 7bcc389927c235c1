"""An administrator sees where somebody is logged in and ends it; nobody else, and never unseen."""

import pytest
from django.core import mail

from accounts.models import OpenSession, User
from kernel.jobs import work_off
from moderation.models import Entry
from notifications.models import Notification
from tests.accounts.test_sessions import PHONE, browser_of, number_of, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/setup/people/ola/sessions/"
WHY = "Zgubiony telefon, zgłoszony w czwartek."


def test_nobody_else_finds_it_or_ends_anything(cast: Cast) -> None:
    ola = browser_of(cast.ola)
    number = number_of(cast.ola, "Firefox, Windows")
    for other in (None, cast.jan, cast.ola, cast.marta):
        assert cast.client(other).get(PAGE).status_code == 404
        for which in (str(number), "all"):
            sent = {"which": which, "reason": WHY}
            assert cast.client(other).post(PAGE, sent).status_code == 404
    assert signed_in(ola)
    assert not Entry.objects.filter(deed="logout").exists()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_one_place_is_ended_and_all_of_it_is_told(cast: Cast, language: str) -> None:
    desk, phone, jan = browser_of(cast.ola), browser_of(cast.ola, PHONE), browser_of(cast.jan)
    User.objects.filter(pk=cast.ola.pk).update(language=language)
    desk.cookies["language"] = language
    adam = cast.client(cast.adam)
    page = adam.get(PAGE).content.decode()
    assert "Firefox, Windows" in page and "Chrome, Android" in page
    number = number_of(cast.ola, "Chrome, Android")
    answer = adam.post(PAGE, {"which": str(number), "reason": WHY})
    assert answer.status_code == 303 and answer["Location"] == PAGE
    assert signed_in(desk) and signed_in(jan) and not signed_in(phone)
    assert "Chrome, Android" not in adam.get(PAGE).content.decode()
    entry = Entry.objects.get(deed="logout")
    assert (entry.actor_id, entry.person_id, entry.figures) == (
        cast.adam.pk,
        cast.ola.pk,
        {"count": 1},
    )
    assert entry.words.text == WHY
    log = cast.client(cast.marta).get("/moderation/log/?deed=logout").content.decode()
    assert "logged somebody out" in log and "Ola Wrona" in log
    told = Notification.objects.get(person=cast.ola, kind="logged_out")
    assert told.detail == WHY
    words = {"en": "has logged you out in 1 place", "pl": "w 1 miejscu"}[language]
    listed = desk.get("/notifications/").content.decode()
    assert words in listed.replace("\u00a0", " ")
    work_off()
    letter = next(one for one in mail.outbox if one.to == ["ola@example.org"])
    assert WHY in letter.body and words in letter.body and "/accounts/sessions/" in letter.body
    assert not Notification.objects.filter(kind="logged_out").exclude(person=cast.ola).exists()


def test_all_places_are_ended_at_once(cast: Cast) -> None:
    browsers = [browser_of(cast.ola), browser_of(cast.ola, PHONE)]
    adam = cast.client(cast.adam)
    assert adam.post(PAGE, {"which": "all", "reason": WHY}).status_code == 303
    assert not any(signed_in(one) for one in browsers)
    assert Entry.objects.get(deed="logout").figures == {"count": 2}
    again = adam.post(PAGE, {"which": "all", "reason": WHY})
    assert again.status_code == 409 and "logged out there already" in again.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"which": "all"}, {"which": "x", "reason": WHY}, {"reason": WHY}]
)
def test_without_a_reason_or_a_place_nothing_ends(cast: Cast, sent: dict[str, str]) -> None:
    ola = browser_of(cast.ola)
    assert cast.client(cast.adam).post(PAGE, sent).status_code == 422
    assert signed_in(ola)


def test_of_another_person_no_number_counts_and_ones_own_are_ended_elsewhere(cast: Cast) -> None:
    browser_of(cast.ola)
    jan = browser_of(cast.jan, PHONE)
    number = number_of(cast.jan, "Chrome, Android")
    adam = cast.client(cast.adam)
    assert adam.post(PAGE, {"which": str(number), "reason": WHY}).status_code == 409
    assert signed_in(jan)
    own = "/setup/people/adam/sessions/"
    assert "in your settings" in adam.get(own).content.decode()
    assert adam.post(own, {"which": "all", "reason": WHY}).status_code == 422
    assert OpenSession.objects.filter(ended_at=None).count() >= 2
