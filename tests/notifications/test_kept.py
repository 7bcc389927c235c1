"""Keeping a thing for later, being reminded of it, and letting it go: one's own list and nobody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.models import PracticeNote
from notifications.actions.keep import remind_whats_due
from notifications.kept.models import KeptThing
from notifications.models import Notification
from tests.cast import Cast

LIST = "/notifications/kept/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Ogniska", body="Gdzie?")


def keep(kind: str, pk: int) -> str:
    return f"/notifications/keep/{kind}/{pk}/"


def told(cast: Cast) -> int:
    return Notification.objects.filter(person=cast.jan, kind="kept_due").count()


def test_a_topic_an_answer_a_note_and_a_house_are_kept(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.ewa, topic=topic, body="Za stodołą.")
    note = PracticeNote.objects.create(
        slug="opis", title="Opis", author=cast.ewa, body="x", html="x", status="published",
        published_at=timezone.now(),
    )  # fmt: skip
    jan = cast.client(cast.jan)
    things = [
        ("topic", topic.pk),
        ("post", post.pk),
        ("note", note.pk),
        ("organisation", cast.house.pk),
    ]
    for kind, pk in things:
        assert jan.get(keep(kind, pk)).status_code == 200
        assert jan.post(keep(kind, pk), {"when": "never", "remark": "na lato"}).status_code == 303
        assert jan.post(keep(kind, pk), {"when": "never", "remark": "na lato"}).status_code == 303
    assert KeptThing.objects.count() == len(things)
    page = jan.get(LIST).content.decode().replace("\u00a0", " ")
    assert page.count("na lato") == len(things)
    assert "Dom Kultury w Brzozówce" in page
    assert "na lato" not in cast.client(cast.ola).get(LIST).content.decode()
    for kind, pk in things:
        assert f'href="{keep(kind, pk)}"' in page
    assert (
        keep("topic", topic.pk) in jan.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    )
    assert keep("note", note.pk) in jan.get("/notes/opis/").content.decode()
    jan.post(keep("topic", topic.pk) + "gone/")
    assert KeptThing.objects.count() == len(things) - 1


def test_one_is_reminded_once_in_the_morning(cast: Cast, topic: Topic) -> None:
    cast.client(cast.jan).post(keep("topic", topic.pk), {"when": "three", "remark": "zadzwonić"})
    due = KeptThing.objects.get().remind_at
    assert due is not None
    assert timezone.localtime(due).hour == 8
    with time_machine.travel(due - timedelta(minutes=1), tick=False):
        remind_whats_due()
        assert told(cast) == 0
    with time_machine.travel(due + timedelta(minutes=1), tick=False):
        remind_whats_due()
        remind_whats_due()
    assert told(cast) == 1
    assert Notification.objects.get(kind="kept_due").detail == "zadzwonić"
    assert KeptThing.objects.filter(person=cast.jan).exists(), "it stays in the list"


def test_what_may_no_longer_be_seen_says_nothing(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    jan.post(keep("topic", topic.pk), {"when": "tomorrow"})
    Topic.objects.filter(pk=topic.pk).update(hidden=True)
    page = jan.get(LIST).content.decode()
    assert "Ogniska" not in page
    assert "This is no longer here." in page
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        remind_whats_due()
    assert told(cast) == 0
    assert jan.post(keep("topic", topic.pk) + "gone/").status_code == 303
    assert not KeptThing.objects.exists()


def test_strangers_and_visitors(cast: Cast) -> None:
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="x")
    assert (
        cast.client(cast.jan).post(keep("topic", secret.pk), {"when": "never"}).status_code == 404
    )
    assert cast.client(cast.jan).get(keep("topic", secret.pk)).status_code == 404
    assert cast.client().get(LIST).status_code == 302
    assert (
        cast.client().post(keep("organisation", cast.house.pk), {"when": "never"}).status_code
        == 302
    )
    assert not KeptThing.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"when": "nie"}, {"when": "day"}, {"when": "day", "remind_at": "wczoraj"},
        {"when": "day", "remind_at": "2001-01-01"}, {"when": "day", "remind_at": "2999-01-01"},
        {"when": "never", "remark": "x" * 400}, {"when": "never", "remark": "\x00"},
    ],
)  # fmt: skip
def test_bad_words_keep_nothing(cast: Cast, topic: Topic, sent: dict[str, str]) -> None:
    assert cast.client(cast.jan).post(keep("topic", topic.pk), sent).status_code == 422
    assert not KeptThing.objects.exists()


def test_unknown_things_are_refused(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    assert jan.post(keep("person", cast.ola.pk), {"when": "never"}).status_code in (404, 422)
    assert jan.post(keep("topic", 999_999), {"when": "never"}).status_code == 404
