"""The doors to what waits: its author sees their own, moderators see all of it, and nobody else any."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer, audiences_of, is_moderator
from forums.duty import forums_of_duty
from forums.questions.working_time import after_working
from forums.review.kinds import State
from forums.review.models import Waiting

SHOWN = 50
USUALLY = 24 * 3600
"""Seconds of working days in which a moderator has usually looked."""


def visible_to(viewer: Viewer) -> Q:
    if not isinstance(viewer, User) or not viewer.is_active:
        return Q(pk__in=())
    own = Q(author=viewer.pk)
    return own | Q(forum__audience__in=audiences_of(viewer)) if is_moderator(viewer) else own


def waiting_for(viewer: Viewer, pk: int) -> Waiting:
    """What waits or waited, or 404."""
    found = _whole().filter(visible_to(viewer), pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_read_waiting(viewer: Viewer, pk: int) -> bool:
    return Waiting.objects.filter(visible_to(viewer), pk=pk).exists()


def open_rows(moderator: User) -> QuerySet[Waiting]:
    """What waits for this moderator, in the forums they look after: nobody decides about their own."""
    rows = _whole().filter(visible_to(moderator), state=State.WAITING).exclude(author=moderator)
    named = forums_of_duty(moderator)
    return rows if named is None else rows.filter(forum__in=named)


def open_ones(moderator: User) -> Sequence[Waiting]:
    """What waits, the longest first."""
    return list(open_rows(moderator).order_by("created_at", "pk")[:SHOWN])


def own_ones(person: User) -> Sequence[Waiting]:
    """What a person sent that waits, or was not published; the newest first."""
    rows = _whole().filter(author=person, state__in=(State.WAITING, State.REFUSED))
    return list(rows.order_by("-created_at", "-pk")[:SHOWN])


def in_topic(viewer: User, topic_id: int) -> Sequence[Waiting]:
    """What waits to become a reply there: all of it for moderators, their own for others."""
    rows = _whole().filter(visible_to(viewer), topic=topic_id, state=State.WAITING)
    return list(rows.order_by("created_at", "pk")[:SHOWN])


def number_of_waiting() -> int:
    return Waiting.objects.filter(state=State.WAITING).count()


def usually_until(waiting: Waiting) -> datetime:
    """By when a moderator has usually decided: one working day after it was sent. Only the day is told, and
    midnight belongs to the one that ends."""
    return after_working(waiting.created_at, USUALLY) - timedelta(minutes=1)


def _whole() -> QuerySet[Waiting]:
    return Waiting.objects.select_related(
        "forum", "topic", "parent", "author", "organisation", "decided_by", "post__topic"
    )
