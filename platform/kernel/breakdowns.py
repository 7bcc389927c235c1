"""What an error of the database or the disk means for the person: try again, or there is no room."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError

from kernel.refusals import Away, Busy, Full, Refusal
from kernel.stale_plans import FEATURE_NOT_SUPPORTED

log = logging.getLogger(__name__)
FULL_STATES = ("53100",)
"""PostgreSQL: disk_full."""
AWAY_STATES = ("08", "57P0", "53300", "25006")
"""PostgreSQL, by their beginnings: connections, shutting down or starting, too many clients, a standby that
takes no writes."""
BUSY_STATES = ("40P01", "40001", "55P03", "57014")
"""PostgreSQL: deadlock_detected, serialization_failure, lock_not_available, query_canceled (by its time limit, or
by an administrator). Somebody else was writing; the same again may go well."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def refusal_of(error: BaseException | None) -> Refusal | None:
    """The refusal that an error stands for; None for an error that is a fault of ours."""
    refusal = _judged(error)
    if refusal is not None and not _is_usual(error):
        log.warning("%s: %s", refusal.code, str(error).strip().partition("\n")[0])
    return refusal


def _judged(error: BaseException | None) -> Refusal | None:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return Full()
    if error is None or not (
        isinstance(error, DatabaseError | InterfaceError) or _of_driver(error)
    ):
        return None
    words = str(error)
    if _is_usual(error) or _state(error) in BUSY_STATES:
        return Busy()
    if _no_room(error, words):
        return Full()
    return Away() if _gone(error, words) else None


def _is_usual(error: BaseException | None) -> bool:
    """SQLite's one writer is somebody else: nothing that a log should tell of."""
    return "database is locked" in str(error)


@contextmanager
def beside_reading() -> Iterator[None]:
    """Around what is written while somebody only reads, such as how far they have read. Without room on the disk it is
    left out, and the page goes out all the same."""
    try:
        yield
    except Exception as error:
        if refusal_of(error) is None:
            raise


def is_away(error: BaseException) -> bool:
    """Whether the database could not be asked: nobody's fault, and worth asking again soon."""
    return isinstance(_judged(error), Away)


def _no_room(error: BaseException, words: str) -> bool:
    return "disk is full" in words or _state(error) in FULL_STATES


def _gone(error: BaseException, words: str) -> bool:
    """A connection that never was, or is no more, has no state of SQL to tell."""
    if _is(error, "InterfaceError"):
        return "closed" in words
    state = _state(error)
    if state is not None:
        return state.startswith(AWAY_STATES) or (
            state == FEATURE_NOT_SUPPORTED and "cached plan" in words
        )
    if not _is(error, "OperationalError"):
        return False
    return (
        _of_driver(error) or _of_driver(error.__cause__)
        or "unable to open database file" in words or "disk I/O error" in words
    )  # fmt: skip


def _state(error: BaseException) -> str | None:
    for one in (error, error.__cause__):
        state = getattr(one, "sqlstate", None)
        if isinstance(state, str):
            return state
    return None


def _is(error: BaseException, name: str) -> bool:
    """Whether it is of a class of this name of PEP 249: Django has its own, and each driver."""
    return any(kind.__name__ == name for kind in type(error).__mro__)


def _of_driver(error: BaseException | None) -> bool:
    """Whether PostgreSQL's driver raised it, and Django let it through: it does where a cursor of the server is
    closed after the connection has broken."""
    return type(error).__module__.partition(".")[0] == "psycopg"
