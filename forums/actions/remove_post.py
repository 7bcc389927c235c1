"""A post goes: its number stays, its text is shown to nobody."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.actions.presence import presence_changed
from forums.models import Post
from forums.paths import post_path
from forums.policies import check_remove, may_restore
from forums.voices import holds
from kernel.markdown import excerpt, plain
from moderation.actions.state import state
from moderation.models import Verdict


def remove_post(
    *, by: User, post: Post, reason: str = "", rule: str = "other", states: bool = True
) -> Post:
    """The removed post; removing it again changes nothing. A moderator who removes another's words states
    why (`states`: False where a decision does). Raises Refused."""
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if held.removed_at is not None and (held.removed_by_id == by.pk or may_restore(by, held)):
            return held
        check_remove(by, held)
        if states and not holds(by, held.author_id, held.organisation_id):
            state(
                by=by, person_id=held.author_id, verdict=Verdict.REMOVE, kind="post", object_id=held.pk,
                title=f"{topic.title} (#{held.number})", excerpt=excerpt(plain(held.html)),
                url=post_path(topic.pk, topic.slug, held.number), ground=rule,
                reason=reason or _("A moderator removed it and gave no further reason. Ask for it in an appeal."),
            )  # fmt: skip
        held.removed_at, held.removed_by = timezone.now(), by
        Post.objects.filter(pk=held.pk).update(
            removed_at=held.removed_at, removed_by=by, version=F("version") + 1
        )
        presence_changed(topic=topic, post=held, by=0 if held.hidden else -1)
    return held
