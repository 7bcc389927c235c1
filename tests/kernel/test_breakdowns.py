"""What an error of the database means, also where Django lets the driver's own through."""

from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError, connection
from psycopg import errors

from accounts.models import User
from forums.actions.start_topic import start_topic
from kernel.breakdowns import beside_reading, is_away, refusal_of
from kernel.refusals import Away, Busy, Full
from tests.cast import Cast


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (OperationalError("database is locked"), Busy), (OperationalError("database or disk is full"), Full),
        (OSError(28, "No space left on device"), Full), (errors.DiskFull("could not extend file"), Full),
        (caused(OperationalError("x"), errors.DiskFull("x")), Full), (errors.AdminShutdown("terminating connection"), Away),
        (caused(OperationalError("x"), errors.AdminShutdown("x")), Away), (psycopg.OperationalError("the connection is closed"), Away),
        (caused(OperationalError("x"), psycopg.OperationalError("x")), Away), (psycopg.InterfaceError("the cursor is closed"), Away),
        (caused(OperationalError("x"), errors.DeadlockDetected("deadlock detected")), Busy), (errors.LockNotAvailable("x"), Busy),
        (caused(OperationalError("x"), errors.QueryCanceled("canceling statement due to statement timeout")), Busy),
        (caused(OperationalError("x"), errors.SerializationFailure("x")), Busy), (InterfaceError("connection already closed"), Away), (errors.UndefinedColumn("x"), None),
        (psycopg.ProgrammingError("x"), None), (caused(IntegrityError("x"), errors.UniqueViolation("x")), None),
        (ProgrammingError("x"), None), (OperationalError("no such function"), None), (OSError(2, "No such file"), None),
        (ValueError("closed"), None), (None, None),
    ],
    ids=repr,
)  # fmt: skip
def test_what_it_means(error: Exception | None, meant: type | None) -> None:
    refusal = refusal_of(error)
    assert (type(refusal) if refusal is not None else None) is meant
    if error is not None:
        assert is_away(error) is (meant is Away)


def test_beside_reading_only_what_is_no_fault_of_ours_is_left_out() -> None:
    with beside_reading():
        raise errors.DiskFull("could not extend file")
    with pytest.raises(ZeroDivisionError), beside_reading():
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_another_writer_gets_the_words_back(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks no rows")
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    client, path = cast.client(cast.jan), f"/forums/topics/{topic.pk}/reply/"
    with psycopg.connect(**_place()) as other, connection.cursor() as ours:
        other.execute("SELECT 1 FROM forums_topic WHERE id = %s FOR UPDATE", [topic.pk])
        ours.execute("SET lock_timeout = '300ms'")
        answer = client.post(path, {"body": "Przy lampkach, ostrożnie."})
        ours.execute("RESET lock_timeout")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Przy lampkach, ostrożnie." in answer.content.decode()
    assert topic.posts.count() == 1
    assert client.post(path, {"body": "Przy lampkach, ostrożnie."}).status_code == 303


def _place() -> dict[str, Any]:
    wanted = ("dbname", "user", "password", "host", "port")
    return {
        name: value for name, value in connection.get_connection_params().items() if name in wanted
    }


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_while_rows_are_fetched_is_away(cast: Cast) -> None:
    """Closing the cursor of the server fails then, and Django does not catch that."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that could break")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    rows = User.objects.order_by("pk").iterator(chunk_size=1)
    next(rows)
    with psycopg.connect(**_place(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with pytest.raises(Exception) as caught:  # noqa: PT011  which one is what this is about
        list(rows)
    connection.close()
    assert isinstance(refusal_of(caught.value), Away), repr(caught.value)
