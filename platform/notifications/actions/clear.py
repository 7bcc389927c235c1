"""What has been read is no longer new at the bell."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.hushing import deaf_to
from forums.models import Post
from kernel.compiled import Compiled, CompiledUpdate
from kernel.facts import publish
from notifications.actions.tell import DECIDED
from notifications.facts import NotificationsSeen
from notifications.models import Notification


def clear(person_id: int, topic_ids: Collection[int]) -> None:
    """Marks what was said of these topics as seen, up to where the person's place in each is now."""
    read = Post.objects.filter(
        topic__in=topic_ids, topic__seats__person_id=person_id,
        number__lte=F("topic__seats__read_number"),
    )  # fmt: skip
    _mark(person_id, topic_ids, read)


def clear_topic(person_id: int, topic_id: int, number: int) -> None:
    """The same for one topic, read up to this number."""
    if _read(person_id, topic_id, topic_id, number, timezone.now()):
        if _long_lines(person_id, topic_id):
            _shorten(person_id, [topic_id])
        publish(NotificationsSeen(person_id))


def forget_from(*, person_id: int, actor_id: int) -> None:
    """Of what this one did nothing is new any more, and no letter or digest tells of it; but for a person
    who hears of them again."""
    if not deaf_to(actor_id, {person_id}):
        return
    rows = Notification.objects.filter(person=person_id, actor=actor_id).exclude(kind__in=DECIDED)
    rows.filter(mailed_at=None).update(mail_after=None)
    if rows.filter(seen_at=None).update(seen_at=timezone.now()):
        publish(NotificationsSeen(person_id))


def _seen(posts: QuerySet[Post]) -> Q:
    """What tells of a topic, or of one of these posts."""
    return Q(target_kind="topic") | Q(target_kind="post", target_id__in=posts.values("pk"))


def _now_read(person: Any, topic: Any, same: Any, number: Any, now: Any) -> Any:
    posts = Post.objects.filter(topic=same, number__lte=number)
    rows = Notification.objects.filter(person_id=person, seen_at=None, topic_id=topic)
    return rows.filter(_seen(posts)), {"seen_at": now}


_read = CompiledUpdate(_now_read, parameters=5, moments=frozenset({4}))
_long_lines = Compiled(
    lambda person, topic: Notification.objects.filter(
        person_id=person, seen_at=None, topic_id=topic, newest=True, count__gt=1
    ).values_list("pk")[:1],
    parameters=2,
)


def _mark(person_id: int, topic_ids: Collection[int], read: QuerySet[Post]) -> None:
    unseen = Notification.objects.filter(person_id=person_id, seen_at=None, topic__in=topic_ids)
    if unseen.filter(_seen(read)).update(seen_at=timezone.now()):
        _shorten(person_id, topic_ids)
        publish(NotificationsSeen(person_id))


def _shorten(person_id: int, topic_ids: Collection[int]) -> None:
    """Lines of which a part was read tell of the rest."""
    unseen = Notification.objects.filter(person_id=person_id, seen_at=None)
    for row in unseen.filter(topic__in=topic_ids, newest=True, count__gt=1):
        rest = unseen.filter(Q(line=row.line) | Q(pk=row.line)).order_by("pk")
        first = rest.values_list("url", flat=True).first()
        row.count, row.first_url = rest.count(), first or ""
        row.save(update_fields=["count", "first_url"])
