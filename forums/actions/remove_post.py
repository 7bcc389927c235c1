"""A post goes: its number stays, its text is shown to nobody."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.actions.presence import presence_changed
from forums.models import Post
from forums.policies import check_remove, may_restore


def remove_post(*, by: User, post: Post) -> Post:
    """The removed post; removing it again changes nothing. Raises Refused."""
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if held.removed_at is not None and may_restore(by, held):
            return held
        check_remove(by, held)
        held.removed_at, held.removed_by = timezone.now(), by
        Post.objects.filter(pk=held.pk).update(
            removed_at=held.removed_at, removed_by=by, version=F("version") + 1
        )
        presence_changed(topic=topic, post=held, by=0 if held.hidden else -1)
    return held
