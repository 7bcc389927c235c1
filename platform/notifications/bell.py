"""The figure at the bell: the lines of the list that are new and may still be seen.

What lies in the forums is judged by the statement itself, since it is asked on every page. The few
other kinds of target are judged where the list is read, which marks what is gone (notifications.reading).
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from forums.models import Post, Topic
from forums.rows import STANDINS, viewer_kind
from kernel.compiled import Compiled
from notifications.models import Notification
from notifications.targets import OF_POST


def lines_of(person: Any) -> QuerySet[Notification, Notification]:
    """The lines that stand in a person's list, before it is asked whether they may see each."""
    return Notification.objects.filter(person_id=person, newest=True, in_page=True)


def _rows_of(person: Any) -> QuerySet[Notification, Notification]:
    """All that a person is told in the page, also what stands in a line with others."""
    return Notification.objects.filter(person_id=person, in_page=True)


def _build(kind: str, *, lines: bool) -> Any:
    def build(person: Any) -> QuerySet[Any, Any]:
        topics = Topic.objects.visible_to(STANDINS[kind]).filter(pk=OuterRef("topic_id"))
        posts = Post.objects.visible_to(STANDINS[kind]).filter(pk=OuterRef("target_id"))
        elsewhere = ~Q(target_kind__in=("topic", "post"))
        together = Q(count__gt=1) & ~Q(kind__in=OF_POST) if lines else Q(pk__in=())
        of_topic = Q(target_kind="topic") | together
        seen = (
            elsewhere
            | (of_topic & Exists(topics))
            | (Q(target_kind="post") & ~together & Exists(posts))
        )
        rows = lines_of(person) if lines else _rows_of(person)
        return rows.filter(seen, seen_at=None).order_by().values_list("pk")

    return build


_unseen = {kind: Compiled(_build(kind, lines=True), parameters=1) for kind in STANDINS}
_untold = {kind: Compiled(_build(kind, lines=False), parameters=1) for kind in STANDINS}


def unseen_of(person: User) -> int:
    """How many lines the person has not seen yet."""
    return len(_unseen[viewer_kind(person)](person.pk))


def unseen_rows_of(person: User) -> int:
    """How many notifications they have not seen yet, each by itself: what the socket counts."""
    return len(_untold[viewer_kind(person)](person.pk))
