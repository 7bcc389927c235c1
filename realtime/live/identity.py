"""Who is behind a socket, and whether they still are.

A socket outlives the request that opened it, so what made it this person's is judged again: before
every frame that reads or writes, and for all sockets together every second or two.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.second_step.required import lacks_second_step
from accounts.sessions import live_sessions
from accounts.tokens import person_of_token
from accounts.viewer import Viewer

T = TypeVar("T")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Identity:
    """What proves the person: a session or a token. Neither for a visitor."""

    person_id: int | None = None
    session_key: str = ""
    session_data: str = ""
    """The stored session as it was judged: while it is the same, it need not be decoded again."""
    token: str = ""
    auth_hash: str = ""


VISITOR = Identity()


def by_session(session_key: str) -> tuple[Identity, Viewer]:
    """Who this session belongs to. A session that is nobody's makes a visitor."""
    identity = _judged_session(session_key)
    person = _person(identity)
    return (identity, person) if person else (VISITOR, AnonymousUser())


def by_token(raw: str) -> tuple[Identity, Viewer] | None:
    """Whose token this is; None for a wrong one."""
    person = person_of_token(raw)
    return (Identity(person_id=person.pk, token=raw), person) if person else None


def present_viewer(identity: Identity) -> Viewer | None:
    """The person as they are now; None when the proof does not hold any more."""
    if identity.person_id is None:
        return AnonymousUser()
    if identity.token:
        person = person_of_token(identity.token)
        return person if person and person.pk == identity.person_id else None
    now = _judged_session(identity.session_key)
    return _person(now) if now.person_id == identity.person_id else None


def present_viewers(identities: Collection[Identity]) -> dict[Identity, Viewer | None]:
    """The same for many, in a few statements."""
    people = _people({one.person_id for one in identities if one.person_id is not None})
    sessions = _sessions({one.session_key for one in identities if one.session_key})
    found: dict[Identity, Viewer | None] = {}
    for one in identities:
        if one.person_id is None:
            found[one] = AnonymousUser()
        elif one.token:
            found[one] = present_viewer(one)
        else:
            found[one] = _still(one, people.get(one.person_id), sessions.get(one.session_key))
    return found


def _still(identity: Identity, person: User | None, session_data: str | None) -> User | None:
    if person is None or session_data is None:
        return None
    if session_data != identity.session_data:
        return person if _person(_judged_session(identity.session_key)) == person else None
    return person if _fits(identity, person) else None


def _judged_session(session_key: str) -> Identity:
    data = live_sessions([session_key]).get(session_key)
    if data is None:
        return VISITOR
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    content = store.decode(data)
    person_id = content.get(SESSION_KEY)
    by_us = content.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    if not by_us or not isinstance(person_id, str) or not person_id.isdecimal():
        return VISITOR
    return Identity(
        person_id=int(person_id),
        session_key=session_key,
        session_data=data,
        auth_hash=content.get(HASH_SESSION_KEY, ""),
    )


def _person(identity: Identity) -> User | None:
    """The person of a session, if the session was made with their present password."""
    if identity.person_id is None:
        return None
    person = User.objects.filter(pk=identity.person_id, is_active=True).first()
    if person is None:
        return None
    return person if _fits(identity, person) else None


def _fits(identity: Identity, person: User) -> bool:
    """Made with their present password, and by a log-in that opens the pages too."""
    if lacks_second_step(person):
        return False
    return constant_time_compare(identity.auth_hash, person.get_session_auth_hash())


def _people(ids: Iterable[int]) -> dict[int, User]:
    return {
        person.pk: person
        for batch in _batches(ids)
        for person in User.objects.filter(pk__in=batch, is_active=True)
    }


def _sessions(keys: Iterable[str]) -> dict[str, str]:
    return {key: data for batch in _batches(keys) for key, data in live_sessions(batch).items()}


def _batches(items: Iterable[T]) -> Iterable[list[T]]:
    waiting = list(items)
    for start in range(0, len(waiting), BATCH):
        yield waiting[start : start + BATCH]
