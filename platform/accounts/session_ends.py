"""When a log-in ends by itself: after a while without a visit, and after a longer while in any case. Sooner for who
looks after the site. The operator's settings say when (config.logging_in)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q

from accounts.models import OpenSession, Role


def ends_for(role: str) -> tuple[timedelta, timedelta]:
    """(without a visit, in any case) for people of this role."""
    ends: tuple[timedelta, timedelta] = (
        settings.SESSION_ENDS if role == Role.MEMBER else settings.STAFF_SESSION_ENDS
    )
    return ends


def has_ended(noted: OpenSession, now: datetime) -> bool:
    """`noted` with its person."""
    idle, longest = ends_for(noted.person.role)
    return (
        noted.ended_at is not None or noted.seen_at <= now - idle or noted.began_at <= now - longest
    )


def over(now: datetime) -> Q:
    """The same for rows of OpenSession, but for those that somebody has ended."""
    found = Q()
    for role in Role.values:
        idle, longest = ends_for(role)
        found |= Q(person__role=role) & (
            Q(seen_at__lte=now - idle) | Q(began_at__lte=now - longest)
        )
    return found


def forget(keys: Collection[str]) -> None:
    """The sessions with these keys, and that they were noted: else they would be noted anew when they are seen."""
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
