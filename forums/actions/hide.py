"""A moderator's decision hides a topic or a post, or shows it again: called by `moderation.registry`
within the decision's transaction, which has judged who may."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forums.actions.locking import held_post, locked_topic
from forums.actions.presence import presence_changed
from forums.counters import latest_of_forum, shift_forum
from forums.facts import TopicChanged
from forums.models import Post, Topic
from kernel.facts import publish
from kernel.refusals import Conflict


def hide_post(post: Post, hidden: bool) -> None:
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if held.moved_to_id is not None:
            raise Conflict(_("This has just been moved to another conversation. Look at it there."))
        if held.hidden == hidden:
            return
        held.hidden = hidden
        Post.objects.filter(pk=held.pk).update(hidden=hidden, version=F("version") + 1)
        gone_anyway = held.removed_at is not None
        presence_changed(topic=topic, post=held, by=0 if gone_anyway else -1 if hidden else 1)


def hide_topic(topic: Topic, hidden: bool) -> None:
    with transaction.atomic():
        held = locked_topic(topic.pk)
        if held.hidden == hidden:
            return
        Topic.objects.filter(pk=held.pk).update(hidden=hidden, version=F("version") + 1)
        publish(TopicChanged(topic_id=held.pk))
        sign = -1 if hidden else 1
        shift_forum(
            held.forum_id,
            topics=sign,
            posts=sign * (held.reply_count + 1),
            last_post_at=latest_of_forum(held.forum_id),
        )
