"""Mail of what is new: late enough to be dropped, one a topic, stopped by one press, never twice."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Seat, Topic
from kernel.jobs import work_off as send
from notifications.channels import DEFAULTS
from notifications.levels import level_for
from notifications.mail import sending
from notifications.models import Notification, Preferences
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(cast: Cast) -> Topic:
    User.objects.update(language="en")
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


def pass_time(**how: float) -> None:
    """As if that much later: everything that waits, and was sent, lies further back."""
    gone = timedelta(**how)
    for row in Notification.objects.all():
        for name in ("mail_after", "mailed_at"):
            if (value := getattr(row, name)) is not None:
                setattr(row, name, value - gone)
        row.save(update_fields=["mail_after", "mailed_at"])


def letters(minutes: float = 11) -> list[Any]:
    mail.outbox.clear()
    pass_time(minutes=minutes)
    sending.work_off()
    send()
    return list(mail.outbox)


def test_one_letter_a_topic_with_all_that_came(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak, przy **lampkach**.")
    assert letters(minutes=0) == []
    post_reply(by=cast.ewa, topic=topic, body="U nas <b>też</b> & chętnie.")
    found = letters()
    (letter,) = [one for one in found if one.to == ["ola@example.org"]]
    assert isinstance(letter, EmailMultiAlternatives)
    assert letter.subject == "Re: Noc w bibliotece"
    html = str(letter.alternatives[0][0])
    for text in (letter.body, html):
        assert "przy lampkach" in text and "Jan Zubek replied" in text and "Ewa Kostka" in text
        assert f"/forums/t/{topic.pk}/" in text and "because you follow this topic" in text
    assert "<b>też</b>" not in html
    headers = letter.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"] != headers["In-Reply-To"] == headers["References"]
    assert letters() == [] and letters(minutes=90) == []


def test_what_was_read_meanwhile_is_not_mailed(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    cast.client(cast.ola).get(f"/forums/t/{topic.pk}/{topic.slug}/")
    assert letters() == []


@pytest.mark.parametrize("how", ["muted", "hidden", "audience", "closed account", "not confirmed"])
def test_who_may_or_will_not_hear_of_it_gets_nothing(cast: Cast, topic: Topic, how: str) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Tak.")
    match how:
        case "muted":
            cast.client(cast.ola).post(
                f"/notifications/watch/topic/{topic.pk}/", {"level": "muted"}
            )
        case "hidden":
            Post.objects.filter(pk=post.pk).update(hidden=True)
        case "audience":
            type(cast.square).objects.update(audience="moderators")
        case "closed account":
            User.objects.filter(pk=cast.ola.pk).update(is_active=False)
        case _:
            User.objects.filter(pk=cast.ola.pk).update(verified=False)
    assert letters() == []
    User.objects.update(is_active=True, verified=True)
    assert letters() == []


def test_quiet_hours_hold_it_back_and_a_pause_does_too(cast: Cast, topic: Topic) -> None:
    local = timezone.localtime()
    begin, end = (local - timedelta(hours=1)).time(), (local + timedelta(hours=2)).time()
    Preferences.objects.create(person=cast.ola, quiet_from=begin, quiet_to=end)
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    assert letters() == []
    Preferences.objects.update(quiet_from=None, quiet_to=None)
    User.objects.filter(pk=cast.ola.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    assert letters(minutes=300) == []
    User.objects.filter(pk=cast.ola.pk).update(suspended_until=None)
    assert len(letters(minutes=60 * 30)) == 1


def test_an_unread_letter_is_not_followed_by_another_within_the_hour(
    cast: Cast, topic: Topic
) -> None:
    post_reply(by=cast.jan, topic=topic, body="Raz.")
    assert len(letters()) == 1
    for number in range(5):
        post_reply(by=cast.jan, topic=topic, body=f"I jeszcze {number}.")
    assert letters() == []
    assert len(letters(minutes=61)) == 1


def test_a_hundred_a_day_and_the_rest_in_the_digest(
    cast: Cast, topic: Topic, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 0.02  # two
    for number in range(3):
        one = start_topic(by=cast.ola, forum=cast.square, title=f"T{number}", body="x")
        post_reply(by=cast.jan, topic=one, body="Tak.")
    settings.RATE_LIMIT_FACTOR = 0.02
    assert len(letters()) == 2
    assert [one.by_mail for one in Notification.objects.filter(mailed_at=None)] == ["digest"]


def _path(address: str) -> str:
    return urlsplit(address).path


def test_one_press_stops_it_without_a_log_in_and_opening_does_not(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    (letter,) = letters()
    path = _path(letter.extra_headers["List-Unsubscribe"][1:-1])
    visitor = cast.client(enforce_csrf_checks=True)
    assert "<button" in visitor.get(path).content.decode() and visitor.head(path).status_code == 200
    assert not Preferences.objects.filter(person=cast.ola).exclude(channels={}).exists()
    answer = visitor.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    other = start_topic(by=cast.ola, forum=cast.square, title="Inny", body="x")
    post_reply(by=cast.jan, topic=other, body="Tak.")
    assert letters(minutes=200) == []
    assert Notification.objects.filter(person=cast.ola, seen_at=None, in_page=True).count() == 2


@pytest.mark.parametrize("token", ["x", "WyJtdXRlIiwxLDEsMF0:1x:y", "%00", "a" * 3000])
def test_a_link_that_is_not_ours_is_a_404(cast: Cast, token: str) -> None:
    for method in ("get", "post"):
        answer = getattr(cast.client(), method)(f"/notifications/by-mail/{token}/")
        assert answer.status_code in (400, 404)


def _digest_for_jan(cast: Cast) -> None:
    Preferences.objects.update_or_create(
        person=cast.jan,
        defaults={
            "digest": "daily",
            "channels": {"place": ["digest", "page"], "reply": ["digest", "page"]},
        },
    )
    cast.client(cast.jan).post(
        f"/notifications/watch/forum/{cast.square.pk}/", {"level": "watching"}
    )


def test_a_digest_tells_each_thing_once_and_nothing_when_there_is_nothing(
    cast: Cast, topic: Topic
) -> None:
    _digest_for_jan(cast)
    for title in ("Jeden", "Dwa"):
        start_topic(by=cast.ola, forum=cast.square, title=title, body="Treść.")
    post_reply(by=cast.ewa, topic=topic, body="Odpowiedź.")
    read = start_topic(by=cast.ola, forum=cast.square, title="Przeczytany", body="Treść.")
    cast.client(cast.jan).get(f"/forums/t/{read.pk}/{read.slug}/")
    (letter,) = [one for one in letters(minutes=60 * 24) if one.to == ["jan@example.org"]]
    assert letter.subject == "3 things are new at Rynek"
    for text in (letter.body, str(letter.alternatives[0][0])):
        assert all(word in text for word in ("Jeden", "Dwa", "Noc w bibliotece"))
        assert "Przeczytany" not in text
    assert [one for one in letters(minutes=60 * 24) if one.to == ["jan@example.org"]] == []
    start_topic(by=cast.ola, forum=cast.square, title="Trzy", body="Treść.")
    (letter,) = [one for one in letters(minutes=60 * 24) if one.to == ["jan@example.org"]]
    assert "Trzy" in letter.body and "Jeden" not in letter.body


def test_the_digest_can_be_acted_on_from_the_mail(cast: Cast, topic: Topic) -> None:
    _digest_for_jan(cast)
    post_reply(by=cast.ewa, topic=topic, body="Odpowiedź.")
    (letter,) = [one for one in letters(minutes=60 * 24) if one.to == ["jan@example.org"]]
    paths = [_path(found) for found in re.findall(r"http\S+/by-mail/\S+", letter.body)]
    read, follow, mute = paths[:3]
    visitor = cast.client()
    for path in paths:  # a scanner opens them all
        assert visitor.get(path).status_code == 200
    assert not Seat.objects.filter(person=cast.jan).exists()
    assert level_for(cast.jan, "topic", topic.pk) == "watching"
    visitor.post(read)
    assert Seat.objects.get(person=cast.jan, topic=topic).read_number == 2
    assert not Notification.objects.filter(person=cast.jan, seen_at=None).exists()
    visitor.post(mute)
    assert level_for(cast.jan, "topic", topic.pk) == "muted"
    visitor.post(follow)
    assert level_for(cast.jan, "topic", topic.pk) == "watching"
    Topic.objects.filter(pk=topic.pk).update(hidden=True)
    assert visitor.get(mute).status_code == 404  # the title is no longer told
    stop, none_at_all = paths[3:5]
    visitor.post(stop)
    assert Preferences.objects.get(person=cast.jan).digest == "none"
    visitor.post(none_at_all)
    kept = Preferences.objects.get(person=cast.jan).channels
    assert not any("now" in kept.get(group, DEFAULTS[group]) for group in DEFAULTS)


def test_the_letter_speaks_the_persons_language(cast: Cast, topic: Topic) -> None:
    User.objects.filter(pk=cast.ola.pk).update(language="pl")
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    (letter,) = letters()
    assert "obserwujesz ten temat" in letter.body


def test_a_title_cannot_add_a_header(cast: Cast) -> None:
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Bcc: zly@example.org {{7*7}}", body="x"
    )
    post_reply(by=cast.jan, topic=topic, body="{{7*7}}")
    (letter,) = letters()
    message = letter.message()
    assert message["Bcc"] is None and "{{7*7}}" in letter.subject and "{{7*7}}" in letter.body


def test_when_one_letter_fails_the_others_go(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    broken = Notification.objects.get(person=cast.ola)
    Notification.objects.create(
        person=cast.ewa, kind="no such kind", subject="x", url="/", by_mail="now",
        mail_after=broken.mail_after,
    )  # fmt: skip
    assert [one.to for one in letters()] == [["ola@example.org"]]
    assert isinstance(Notification.objects.get(person=cast.ewa).mail_after, datetime)
