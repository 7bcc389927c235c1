"""Several replies in one topic are one line, and the bell counts what the list shows."""

import re

import pytest
from django.test import Client

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from notifications.bell import unseen_of
from notifications.models import Notification
from tests.cast import Cast
from tests.notifications.test_telling import bell, words


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


def replies(cast: Cast, topic: Topic, count: int) -> list[Post]:
    return [post_reply(by=cast.jan, topic=topic, body=f"Rada {n}.") for n in range(count)]


def lines(client: Client) -> int:
    return words(client).count('class="new-mark"')


def test_three_replies_are_one_line_that_leads_to_the_first(cast: Cast, topic: Topic) -> None:
    replies(cast, topic, 3)
    ola = cast.client(cast.ola)
    page = words(ola)
    assert "3 new replies in “Noc w bibliotece”" in page and "Jan Zubek replied" not in page
    assert f'href="/forums/t/{topic.pk}/{topic.slug}/2/#p2"' in page
    assert bell(ola) == lines(ola) == 1
    assert Notification.objects.filter(person=cast.ola).count() == 3  # each is an event of its own


def test_opening_the_line_marks_all_of_it_and_the_next_one_is_new(cast: Cast, topic: Topic) -> None:
    replies(cast, topic, 3)
    ola = cast.client(cast.ola)
    newest = Notification.objects.filter(person=cast.ola).latest("pk")
    answer = ola.post("/notifications/seen/", {"id": newest.pk})
    assert answer["Location"].endswith("/2/#p2")
    assert not Notification.objects.filter(person=cast.ola, seen_at=None).exists()
    replies(cast, topic, 1)
    page = words(ola)
    assert "Jan Zubek replied in" in page and "3 new replies in" in page
    assert bell(ola) == lines(ola) == 1


def test_a_part_that_was_read_leaves_the_rest(cast: Cast, topic: Topic) -> None:
    replies(cast, topic, 25)
    ola = cast.client(cast.ola)
    ola.get(f"/forums/t/{topic.pk}/{topic.slug}/")  # the first page: up to number 20
    page = words(ola)
    assert "6 new replies in" in page and "/21/#p21" in page
    assert bell(ola) == lines(ola) == 1
    ola.get(f"/forums/t/{topic.pk}/{topic.slug}/?page=2")
    assert bell(ola) == lines(ola) == 0


@pytest.mark.parametrize("how", ["post", "removed", "topic", "forum", "role"])
def test_the_bell_counts_what_the_list_shows(cast: Cast, how: str) -> None:
    forum = cast.backroom if how == "role" else cast.square
    who = cast.marta if how == "role" else cast.ola
    topic = start_topic(by=who, forum=forum, title="Tajny tytuł", body="x")
    post = post_reply(by=cast.adam, topic=topic, body="y")
    client = cast.client(who)
    assert bell(client) == 1
    match how:
        case "post":
            Post.objects.filter(pk=post.pk).update(hidden=True)
        case "removed":
            Post.objects.filter(pk=post.pk).update(removed_at=post.created_at)
        case "topic":
            Topic.objects.filter(pk=topic.pk).update(hidden=True)
        case "forum":
            type(forum).objects.filter(pk=forum.pk).update(audience="moderators")
        case _:
            User.objects.filter(pk=who.pk).update(role="member")
    assert bell(client) == lines(client) == 0


def test_a_room_that_is_gone_is_forgotten_by_reading_the_list(cast: Cast) -> None:
    Notification.objects.create(
        person=cast.ola,
        kind="wrote_to_you",
        subject="x",
        url="/",
        target_kind="room",
        target_id=999,
    )
    ola = cast.client(cast.ola)
    assert lines(ola) == 0
    assert bell(ola) == 0 == unseen_of(cast.ola)


def test_a_thousand_replies_are_one_line(cast: Cast, topic: Topic) -> None:
    replies(cast, topic, 40)
    ola = cast.client(cast.ola)
    assert re.search(r"40 new replies in", words(ola))
    assert bell(ola) == 1


def test_answers_to_me_are_a_line_of_their_own_and_told_once(cast: Cast, topic: Topic) -> None:
    first = replies(cast, topic, 1)[0]
    for _ in range(2):
        post_reply(by=cast.ewa, topic=topic, body="Zgoda.", parent=first)
    jan = cast.client(cast.jan)
    assert "2 answers to you in “Noc w bibliotece”" in words(jan)
    assert Notification.objects.filter(person=cast.jan).count() == 2
