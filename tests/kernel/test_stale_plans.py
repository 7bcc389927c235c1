"""A column gets another type while a process that has prepared its statements goes on (an update of the site)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from forums.actions.start_topic import start_topic
from forums.models import Topic
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"),
        reason="SQLite prepares its statements anew by itself",
    ),
]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Kto robił?")


@contextmanager
def wider(table: str, column: str, before: int) -> Iterator[None]:
    """By somebody else's connection: this one hears nothing of it."""
    import psycopg

    own = connection.get_connection_params()
    where = {
        name: own[name] for name in ("dbname", "user", "password", "host", "port") if name in own
    }

    def alter(length: int) -> None:
        with psycopg.connect(**where, autocommit=True) as other:
            other.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length})")

    alter(before + 1)
    try:
        yield
    finally:
        connection.close()
        alter(before)


def asks(client: Client, topic: Topic) -> int:
    return client.get(f"/forums/t/{topic.pk}/{topic.slug}/").status_code


def answers(client: Client, topic: Topic, words: str) -> int:
    return client.post(f"/forums/topics/{topic.pk}/reply/", {"body": words}).status_code


def test_who_reads_or_writes_notices_nothing(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    assert [asks(client, topic) for _ in range(3)] == [200] * 3
    assert [answers(client, topic, f"Raz {n}.") for n in range(2)] == [303] * 2
    with wider("forums_topic", "title", 200):
        assert answers(client, topic, "Po zmianie.") == 303
        assert asks(client, topic) == 200
    assert Topic.objects.get(pk=topic.pk).reply_count == 3


def test_in_the_middle_of_a_transaction_it_may_be_sent_again(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    assert [answers(client, topic, f"Raz {n}.") for n in range(2)] == [303] * 2
    with wider("notifications_watch", "kind", 20):
        assert answers(client, topic, "Po zmianie.") == 503
        assert answers(client, topic, "Po zmianie.") == 303
    assert Topic.objects.get(pk=topic.pk).reply_count == 3
