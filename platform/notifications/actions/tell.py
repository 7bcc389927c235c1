"""Writing notifications, in the transaction of what they are about."""

from collections.abc import Collection

from django.db.models import Max
from django.utils import timezone

from forums.models import Topic
from kernel.facts import publish
from kernel.ordering import in_commit_order
from notifications.facts import NotificationsSeen, Notified
from notifications.levels import listeners
from notifications.models import Level, Notification

BATCH = 500


def tell(
    people: Collection[int],
    *,
    kind: str,
    actor_id: int | None,
    subject: str,
    url: str,
    target: tuple[str, int],
    detail: str = "",
    organisation_id: int | None = None,
) -> None:
    """One notification for each of these people but the actor. `target` is (kind, id) of what the
    reader must still be allowed to see. With `organisation_id` it was done in that one's name: readers
    are told of the organisation, and no row of theirs holds the person."""
    topic = topic_of(*target)
    readers = sorted(_who_listens(set(people) - {actor_id}, topic))
    if not readers:
        return
    in_commit_order("notifications")
    before = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=person, kind=kind, organisation_id=organisation_id,
                actor_id=None if organisation_id else actor_id, subject=subject[:200], url=url,
                target_kind=target[0], target_id=target[1], detail=detail, created_at=now,
            )
            for person in readers
        ],
        batch_size=BATCH,
    )  # fmt: skip
    publish(Notified(tuple(readers), before))


def topic_of(kind: str, pk: int) -> Topic | None:
    """The topic that a target of the forums lies in."""
    if kind == "topic":
        return Topic.objects.filter(pk=pk).first()
    return Topic.objects.filter(posts=pk).first() if kind == "post" else None


def _who_listens(people: set[int], topic: Topic | None) -> set[int]:
    """Whoever has muted a topic hears nothing of it, whatever the kind."""
    if topic is None or not people:
        return people
    said = listeners(topic, people)
    return {who for who in people if who not in said or said[who].level != Level.MUTED}


def mark_seen(*, person_id: int, ids: Collection[int] | None = None) -> int:
    """Marks these notifications of the person as seen, or all of them; says how many were new."""
    unseen = Notification.objects.filter(person_id=person_id, seen_at=None)
    if ids is not None:
        unseen = unseen.filter(pk__in=ids)
    count = unseen.update(seen_at=timezone.now())
    if count:
        publish(NotificationsSeen(person_id))
    return count
