"""The server of the database ends a connection that a process has kept for its next request."""

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from forums.actions.start_topic import start_topic
from tests.cast import Cast

if TYPE_CHECKING:
    import psycopg

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"),
        reason="SQLite's connections are files",
    ),
]


def beside() -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of somebody else's to the same database."""
    import psycopg

    own = connection.connection.info
    return psycopg.connect(own.dsn, password=own.password, autocommit=True)


def test_a_kept_connection_is_not_asked_whether_it_lives(cast: Cast) -> None:
    Client().get("/forums/")
    kept = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'the last before'")
    close_old_connections()
    with connection.cursor(), beside() as other:
        asked = "SELECT query FROM pg_stat_activity WHERE pid = %s"
        last = other.execute(asked, [kept.info.backend_pid]).fetchone()
    assert last == ("SELECT 'the last before'",)
    assert connection.connection is kept


def test_one_that_was_ended_is_made_anew_before_the_request(cast: Cast) -> None:
    client = cast.client(cast.jan)
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Kto robił?")
    client.get("/forums/")
    kept = connection.connection
    assert kept is not None
    with beside() as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [kept.info.backend_pid])
    close_old_connections()
    assert client.get("/forums/").status_code == 200
    said = client.post(f"/forums/topics/{topic.pk}/reply/", {"body": "My, w maju."})
    assert said.status_code == 303
    assert connection.connection is not kept
