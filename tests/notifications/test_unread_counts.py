"""What is new is what can still be read: posts that were removed, hidden or moved away are none."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forums.actions.hide import hide_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Post, Seat, Topic
from tests.cast import Cast
from tests.notifications.test_levels import UNREAD, main, titles


@pytest.fixture
def read(cast: Cast) -> Topic:
    """Ola has read up to the fourth post."""
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    for number in range(2, 5):
        post_reply(by=cast.jan, topic=topic, body=f"Tak {number}.")
    cast.client(cast.ola).get(path(topic))
    return topic


def path(topic: Topic) -> str:
    return f"/forums/t/{topic.pk}/{topic.slug}/"


def reply(cast: Cast, topic: Topic, count: int) -> list[Post]:
    return [post_reply(by=cast.marta, topic=topic, body=f"Nowe {at}.") for at in range(count)]


def said(client: Client, topic: Topic) -> tuple[bool, bool, str]:
    """Whether the list and the topic's page divide, and the marks of the forum's list. The list and the
    forum first, since reading the topic ends it."""
    unread = main(client, UNREAD)
    marks = client.get("/forums/ogolne/").content.decode().split('data-news="')[1].split('"')[0]
    return "2 new" in unread, "2 new since" in main(client, path(topic)), marks


def test_removed_ones_are_not_counted(cast: Cast, read: Topic) -> None:
    fifth, sixth, _seventh, eighth = reply(cast, read, 4)
    remove_post(by=cast.marta, post=sixth)
    remove_post(by=cast.marta, post=eighth)
    assert said(cast.client(cast.ola), read) == (True, True, f"{read.pk}:{fifth.number}:2")
    # Ewa, who has not been here, has nothing new.
    assert titles(main(cast.client(cast.ewa), UNREAD)) == []


def test_the_way_leads_to_the_first_that_is_there(cast: Cast, read: Topic) -> None:
    fifth, sixth, _seventh, _eighth = reply(cast, read, 4)
    remove_post(by=cast.marta, post=fifth)
    hide_post(sixth, True)
    ola = cast.client(cast.ola)
    assert f'href="{path(read)}7/#p7"' in main(ola, UNREAD)
    page = main(ola, path(read))
    assert 'id="new-7"' in page
    assert "2 new since your last visit" in page


@pytest.mark.parametrize("how", ["removed", "hidden", "split off"])
def test_a_topic_with_nothing_left_to_read_is_not_unread(cast: Cast, read: Topic, how: str) -> None:
    ola = cast.client(cast.ola)
    posts = reply(cast, read, 3)
    assert titles(main(ola, UNREAD)) == ["Noc w bibliotece"]
    if how == "split off":
        numbers = [post.number for post in posts]
        split_topic(by=cast.marta, topic=read, numbers=numbers, title="Osobno")
    for post in posts if how != "split off" else []:
        if how == "removed":
            remove_post(by=cast.marta, post=post)
        else:
            hide_post(post, True)
    assert "Noc w bibliotece" not in titles(main(ola, UNREAD))
    assert (
        f"{read.pk}:"
        not in ola.get("/forums/").content.decode().split("data-news=")[1].split(">")[0]
    )
    page = ola.get(path(read)).content.decode()
    assert "since your last visit" not in page
    assert "To the first unread" not in page


def test_a_long_topic_is_counted_from_the_place_on_and_no_further(cast: Cast, read: Topic) -> None:
    def write(upto: int) -> None:
        first = Topic.objects.get(pk=read.pk).last_number + 1
        Post.objects.bulk_create(
            Post(topic=read, number=number, author=cast.jan, body="x", html="x")
            for number in range(first, upto + 1)
        )
        Topic.objects.filter(pk=read.pk).update(last_number=upto)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ola.get(UNREAD).status_code == 200
        return len(asked)

    ola = cast.client(cast.ola)
    ola.get(UNREAD)
    write(103)
    few = cost()
    assert "99 new" in main(ola, UNREAD)
    write(400)
    assert cost() == few
    assert "more than 99 new" in main(ola, UNREAD)
    assert "more than 99 new since" in main(ola, path(read))
    assert Seat.objects.get(topic=read, person=cast.ola).read_number == 20
