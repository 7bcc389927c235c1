"""A removed post comes back under its old number."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.actions.presence import presence_changed
from forums.models import Post
from forums.policies import check_restore, may_remove
from moderation.actions.state import no_longer_holds
from moderation.models import Verdict


def restore_post(*, by: User, post: Post) -> Post:
    """The post; one that was not removed stays as it is. Raises Refused."""
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if held.removed_at is None and may_remove(by, held):
            return held
        check_restore(by, held)
        no_longer_holds(kind="post", object_id=held.pk, verdict=Verdict.REMOVE, by=by)
        held.removed_at = held.removed_by = None
        Post.objects.filter(pk=held.pk).update(
            removed_at=None, removed_by=None, version=F("version") + 1
        )
        presence_changed(topic=topic, post=held, by=0 if held.hidden else 1)
    return held
