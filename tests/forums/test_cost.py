"""How many statements a page takes: a fixed number, whatever it shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forums.actions.start_topic import start_topic
from forums.models import Topic
from forums.paths import verb_path
from kernel import pages
from notifications.followers import work_off as tell_followers
from notifications.models import Notification, Watch
from tests.cast import Cast
from tests.forums.conftest import path
from tests.forums.test_topic_page import fill

ANONYMOUS, SIGNED_IN = 12, 18
REPLY = 34


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def fresh() -> None:
    for store in pages._stores.values():
        store.clear()


def both(client: Client, address: str) -> tuple[int, int]:
    """With nothing kept, and then with everything."""
    fresh()
    return count(client, address), count(client, address)


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_topic_costs_the_same_with_one_reply_and_with_fifty(
    cast: Cast, topic: Topic, signed_in: bool
) -> None:
    client = cast.client(cast.jan if signed_in else None)
    fill(topic, cast, 2)
    client.get(path(topic))
    few = both(client, path(topic))
    fill(topic, cast, 55)
    client.get(path(topic, "?page=3"))
    many = both(client, path(topic))
    assert few == many
    assert both(client, path(topic, "?page=3"))[0] <= many[0]
    assert many[0] <= (SIGNED_IN if signed_in else ANONYMOUS)
    assert many[1] <= (5 if signed_in else 1)


@pytest.mark.parametrize(
    "address", ["/forums/", "/forums/ogolne/", "/forums/ogolne/?show=unanswered"]
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_list_costs_the_same_for_one_row_and_for_fifty(
    cast: Cast, address: str, signed_in: bool
) -> None:
    client = cast.client(cast.jan if signed_in else None)
    ask(cast, 1)
    client.get(address)
    few = both(client, address)
    ask(cast, 50)
    many = both(client, address)
    assert few == many
    assert many[0] <= (SIGNED_IN if signed_in else ANONYMOUS)
    assert many[1] <= (7 if signed_in else 1)


def test_the_page_after_a_reply_keeps_the_other_posts(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 12)
    client = cast.client()
    client.get(path(topic))
    fill(topic, cast, 13)
    assert count(client, path(topic)) <= 6


def ask(cast: Cast, number: int) -> None:
    for at in range(number):
        start_topic(
            by=(cast.ola, cast.jan, cast.ewa)[at % 3], forum=cast.square, title=f"Pytanie {at}", body="?",
            kind="question", tags=f"a{at % 5}, b",
        )  # fmt: skip


def test_a_reply_costs_the_same_for_two_watchers_and_for_sixty(cast: Cast, topic: Topic) -> None:
    """Form and reply together, and each watcher is told once."""
    client = cast.client(cast.jan)
    form = verb_path(topic.pk, "reply")

    def reply() -> int:
        before = Notification.objects.count()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(form).status_code == 200
            assert client.post(form, {"body": "Jeszcze jedno."}).status_code == 303
        tell_followers()  # of many the background work tells
        told.append(Notification.objects.count() - before)
        return len(queries)

    told: list[int] = []
    reply()  # from now on Jan has a place here
    few = reply()
    people = User.objects.bulk_create(
        User(email=f"w{n}@example.org", handle=f"watcher-{n}", name="Watcher") for n in range(58)
    )
    Watch.objects.bulk_create(
        Watch(person=person, kind="topic", object_id=topic.pk) for person in people
    )
    many = reply()
    assert told == [told[0], told[0], told[0] + 58]
    assert many <= few <= REPLY
