"""By which way one is told: the table of a person's choices, quiet hours, the page without a script."""

from datetime import UTC, datetime, time

import pytest

from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from notifications.channels import clean_channels, next_digest, out_of_quiet
from notifications.models import Notification, Preferences
from tests.cast import Cast
from tests.notifications.test_telling import bell, words

HERE = "/notifications/settings/"
USUAL = {
    "on_writing": "3",
    "digest": "weekly",
    "quiet_from": "",
    "quiet_to": "",
    "zone": "Europe/Warsaw",
}


@pytest.mark.parametrize(
    ("ways", "shown", "mail"),
    [
        (["reply-page", "reply-now"], 1, "now"),
        (["reply-page", "reply-digest"], 1, "digest"),
        (["reply-page"], 1, ""),
        (["reply-now"], 0, "now"),
        ([], 0, None),
    ],
)
def test_a_choice_decides_where_it_is_told(
    cast: Cast, ways: list[str], shown: int, mail: str | None
) -> None:
    ola = cast.client(cast.ola)
    assert ola.post(HERE, {**USUAL, "way": ways}).status_code == 303
    page = ola.get(HERE).content.decode()
    for way in ("page", "now", "digest"):
        ticked = f'value="reply-{way}" checked' in page
        assert ticked is (f"reply-{way}" in ways)
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    assert bell(ola) == shown == words(ola).count('class="new-mark"')
    row = Notification.objects.filter(person=cast.ola).first()
    assert (row and row.by_mail) == mail


def test_decisions_are_always_told_in_the_page(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    ola.post(HERE, {**USUAL, "way": []})
    kept = Preferences.objects.get(person=cast.ola)
    assert kept.channels["moderation"] == ["page"]
    assert clean_channels({"directory": ["now", "digest"]})["directory"] == []


def test_no_digest_means_that_nothing_is_left_for_it(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    ola.post(HERE, {**USUAL, "digest": "none", "way": ["reply-page", "reply-digest"]})
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    assert Notification.objects.get(person=cast.ola).by_mail == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "hourly"}, {"zone": "Mars/Olympus"}, {"quiet_from": "25:00", "quiet_to": "7:00"},
        {"quiet_from": "22:00"}, {"on_writing": "9"}, {"way": ["reply-smoke"]}, {"zone": "\x00"}, {"way": ["x" * 9000]},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_changes_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    ola = cast.client(cast.ola)
    answer = ola.post(HERE, {**USUAL, "way": [], **wrong})
    assert answer.status_code in (400, 422)
    assert not Preferences.objects.exists()


def test_they_are_each_persons_own(cast: Cast) -> None:
    cast.client(cast.ola).post(HERE, {**USUAL, "way": []})
    page = cast.client(cast.jan).get(HERE).content.decode()
    assert 'value="reply-page" checked' in page
    assert cast.client().get(HERE).status_code == 302


@pytest.mark.parametrize(
    ("now", "begin", "end", "expected"),
    [
        # Kraków is two hours before UTC in summer, one in winter.
        ("2026-07-01 20:30", 22, 7, "2026-07-02 05:00"),
        ("2026-07-02 03:00", 22, 7, "2026-07-02 05:00"),
        ("2026-07-01 12:00", 22, 7, "2026-07-01 12:00"),
        ("2026-01-15 12:30", 13, 15, "2026-01-15 14:00"),
        ("2026-03-28 22:00", 22, 7, "2026-03-29 05:00"),
    ],
)
def test_quiet_hours_end_by_the_persons_own_clock(
    now: str, begin: int, end: int, expected: str
) -> None:
    person = Preferences(quiet_from=time(begin), quiet_to=time(end), zone="Europe/Warsaw")
    assert out_of_quiet(person, _utc(now)) == _utc(expected)


def test_a_digest_comes_in_the_morning_and_weekly_on_mondays() -> None:
    now = _utc("2026-07-01 12:00")  # a Wednesday
    daily, weekly = Preferences(digest="daily"), Preferences(digest="weekly")
    assert next_digest(daily, now) == _utc("2026-07-02 06:00")
    assert next_digest(weekly, now) == _utc("2026-07-06 06:00")
    late = Preferences(digest="daily", quiet_from=time(20), quiet_to=time(10))
    assert next_digest(late, now) == _utc("2026-07-02 08:00")


def _utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)
