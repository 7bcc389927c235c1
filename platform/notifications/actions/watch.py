"""Saying how much one wants to hear of a thing."""

from accounts.models import User
from notifications.models import Level, Watch


def set_level(*, by: User, kind: str, object_id: int, level: Level) -> None:
    """From now on so much, and no longer what it was. "topic", "forum" or "tag"."""
    Watch.objects.update_or_create(
        person=by, kind=kind, object_id=object_id, defaults={"level": level}
    )


def watch(*, by: User, kind: str, object_id: int) -> None:
    """Follows a thing: everything new is told."""
    set_level(by=by, kind=kind, object_id=object_id, level=Level.WATCHING)


def begin(*, person_id: int, topic_id: int, level: Level) -> None:
    """What writing in a topic brings with it; who has chosen a level for it keeps that."""
    if level == Level.NORMAL:
        return
    Watch.objects.bulk_create(
        [Watch(person_id=person_id, kind="topic", object_id=topic_id, level=level)],
        ignore_conflicts=True,
    )
