"""A person logs out where they are not: a lost phone, a computer of a library."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.facts import AccessLost
from accounts.models import OpenSession, User
from kernel.facts import publish
from kernel.security_log import note


def end_session(*, by: User, pk: int) -> bool:
    """Ends one session of this person, its sockets too. False where there is none of that number."""
    return end_sessions(by, OpenSession.objects.filter(pk=pk)) > 0


def end_other_sessions(*, by: User, but: str) -> int:
    """Ends all of them but the one with this key; how many there were."""
    return end_sessions(by, OpenSession.objects.exclude(session_key=but))


def end_sessions(person: User, which: QuerySet[OpenSession]) -> int:
    """Ends those of this person among these; how many there were. Whoever calls it has asked whether it is theirs
    to be done."""
    which = which.filter(person=person, ended_at=None)
    with transaction.atomic():
        keys = list(which.select_for_update().values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        # The row stays until that browser has been told to clear what it keeps (accounts.leaving).
        OpenSession.objects.filter(session_key__in=keys).update(ended_at=timezone.now())
        if keys:
            note("sessions_ended", account=person.pk, count=len(keys))
            publish(AccessLost(person.pk))
    return len(keys)
