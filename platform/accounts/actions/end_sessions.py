"""A person logs out where they are not: a lost phone, a computer of a library."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from accounts.facts import AccessLost
from accounts.models import OpenSession, User
from kernel.facts import publish


def end_session(*, by: User, pk: int) -> bool:
    """Ends one session of this person, its sockets too. False where there is none of that number."""
    return _end(by, OpenSession.objects.filter(person=by, pk=pk)) > 0


def end_other_sessions(*, by: User, but: str) -> int:
    """Ends all of them but the one with this key; how many there were."""
    return _end(by, OpenSession.objects.filter(person=by).exclude(session_key=but))


def _end(by: User, which: QuerySet[OpenSession]) -> int:
    with transaction.atomic():
        keys = list(which.select_for_update().values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        which.delete()
        if keys:
            publish(AccessLost(by.pk))
    return len(keys)
