"""Where many follow, the background work tells them: each once, of what is still there and still unread."""

from collections.abc import Collection
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.hush import hush
from accounts.models import Hush, User
from accounts.viewer import Audience
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from forums.seats import read_up_to
from kernel import outbox
from kernel.models import Outbox
from notifications import followers
from notifications.followers import MANY, QUEUE, work_off
from notifications.models import Level, Notification, Watch
from tests.cast import Cast

CROWD = MANY + 10


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def crowd(cast: Cast, topic: Topic) -> list[User]:
    people = User.objects.bulk_create(
        User(email=f"w{n}@example.org", handle=f"watcher-{n}", name="Widz") for n in range(CROWD)
    )
    follow(people, "topic", topic.pk)
    return people


def follow(people: Collection[User], kind: str, pk: int) -> None:
    Watch.objects.bulk_create(
        Watch(person=person, kind=kind, object_id=pk, level=Level.WATCHING) for person in people
    )


def told(kind: str = "reply") -> list[int]:
    rows = Notification.objects.filter(kind=kind).order_by("person_id")
    return list(rows.values_list("person_id", flat=True))


def ids(people: Collection[User]) -> list[int]:
    return sorted(person.pk for person in people)


def test_a_crowd_is_told_a_moment_later_and_once(
    cast: Cast, topic: Topic, crowd: list[User]
) -> None:
    Watch.objects.filter(person=cast.ola).delete()
    post = post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    assert told() == []
    assert outbox.depth(QUEUE).pending == 1
    assert work_off() is False
    assert told() == ids(crowd)
    row = Notification.objects.filter(kind="reply").first()
    assert row is not None
    assert (row.actor_id, row.target_id, row.in_page) == (cast.jan.pk, post.pk, True)
    assert f"/2/#p{post.number}" in row.url
    work_off()
    assert len(told()) == CROWD
    assert outbox.depth(QUEUE).pending == 0


def test_a_few_are_told_with_the_reply(cast: Cast, topic: Topic, crowd: list[User]) -> None:
    Watch.objects.filter(person__in=crowd[MANY - 1 :]).delete()
    post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    assert told() == ids([*crowd[: MANY - 1], cast.ola])
    assert not Outbox.objects.filter(queue=QUEUE).exists()


def test_who_has_read_it_or_was_told_otherwise_is_not_told_again(
    cast: Cast, topic: Topic, crowd: list[User]
) -> None:
    reader, named, muting, left = crowd[:4]
    first = post_reply(by=cast.ewa, topic=topic, body="U nas co roku.")
    post_reply(by=cast.jan, topic=topic, body=f"Tak, @{named.handle}.", parent=first)
    assert told("answer_to_you") == [cast.ewa.pk], "who was answered hears it at once"
    read_up_to(person_id=reader.pk, topic_id=topic.pk, number=3)
    hush(by=muting, other=cast.jan, kind=Hush.Kind.MUTE)
    Watch.objects.filter(person=left).delete()
    work_off()
    of_jan = Notification.objects.filter(actor=cast.jan)
    assert set(of_jan.filter(kind="reply").values_list("person_id", flat=True)) == {
        *ids(crowd[4:]),
        cast.ola.pk,
    }
    assert told("mention") == [named.pk]
    assert not of_jan.filter(person__in=(reader, muting, left)).exists()


def test_of_what_has_gone_nobody_is_told(cast: Cast, topic: Topic, crowd: list[User]) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    remove_post(by=cast.jan, post=post)
    hidden = post_reply(by=cast.jan, topic=topic, body="Kup lampki!")
    Post.objects.filter(pk=hidden.pk).update(hidden=True)
    assert outbox.depth(QUEUE).pending == 2
    work_off()
    assert told() == []
    assert not Outbox.objects.filter(queue=QUEUE).exists()


def test_those_who_may_not_see_it_are_not_told(cast: Cast, topic: Topic, crowd: list[User]) -> None:
    follow([cast.marta], "topic", topic.pk)
    post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    Forum.objects.filter(pk=topic.forum_id).update(audience=Audience.MODERATORS)
    work_off()
    assert told() == [cast.marta.pk]


def test_what_was_moved_meanwhile_is_told_of_where_it_is(
    cast: Cast, topic: Topic, crowd: list[User]
) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    other = start_topic(by=cast.ewa, forum=cast.square, title="Lampki", body="Skąd?")
    split_topic(by=cast.marta, topic=topic, numbers=[post.number], into=other)
    work_off()
    rows = Notification.objects.filter(kind="reply", person=cast.ewa)
    assert [row.url for row in rows] == [f"/forums/t/{other.pk}/{other.slug}/2/#p2"]
    assert not Notification.objects.filter(kind="reply", topic=topic).exists()


def test_a_breakdown_tells_nobody_twice(
    cast: Cast, topic: Topic, crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    with monkeypatch.context() as broken:

        def told_and_broken(post: int) -> None:
            whole(post)
            raise RuntimeError("in the middle")

        whole = followers._LATER["reply"]
        broken.setitem(followers._LATER, "reply", told_and_broken)
        for _ in range(outbox.TRIES):
            Outbox.objects.update(available_at="2020-01-01T00:00:00Z")
            work_off()
    assert told() == []
    assert outbox.depth(QUEUE).parked == 1
    call_command("retry_tasks", stdout=(said := StringIO()))
    assert "1 row" in said.getvalue()
    work_off()
    assert len(told()) == CROWD + 1


def test_two_workers_with_the_same_row_tell_once(
    cast: Cast, topic: Topic, crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the first took longer than it had claimed the row for."""
    post_reply(by=cast.jan, topic=topic, body="Przy lampkach.")
    rows = outbox.claim(QUEUE, 1)
    monkeypatch.setattr(outbox, "claim", lambda queue, limit: [*rows, *rows])
    monkeypatch.setattr(followers, "_told_of", lambda post, people: [])
    work_off()
    assert len(told()) == CROWD + 1


def test_followers_of_a_forum_hear_of_a_new_topic(
    cast: Cast, topic: Topic, crowd: list[User]
) -> None:
    Watch.objects.filter(person__in=crowd).delete()
    follow(crowd, "forum", cast.square.pk)
    begun = start_topic(by=cast.jan, forum=cast.square, title="Wernisaż", body="Zapraszam.")
    assert told("new_topic") == []
    read_up_to(person_id=crowd[0].pk, topic_id=begun.pk, number=1)
    work_off()
    assert told("new_topic") == ids(crowd[1:])


def test_a_reply_costs_no_more_statements_for_a_crowd(
    cast: Cast, topic: Topic, crowd: list[User]
) -> None:
    counted = []
    for people in ([], crowd):
        Watch.objects.exclude(person=cast.ola).delete()
        follow(people, "topic", topic.pk)
        with CaptureQueriesContext(connection) as seen:
            post_reply(by=cast.ola, topic=topic, body=f"Tak, {len(counted)}.")
        counted.append(len(seen))
    assert counted[1] <= counted[0] + 1
