"""The person who asked says which answer helped; or takes it back."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.counters import shift_forum
from forums.facts import AnswerAccepted, PostChanged, TopicChanged
from forums.models import Post, Topic
from forums.policies import check_accept
from kernel.facts import publish
from kernel.refusals import Invalid


def accept_answer(*, by: User, post: Post) -> Topic:
    """The topic with this post as its accepted answer, in place of an earlier one. Accepting what is
    accepted changes nothing. Raises Refused, or Invalid when the post can be no answer."""
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        check_accept(by, topic)
        held = held_post(topic, post.pk)
        if held.number == 1 or held.gone:
            raise Invalid({"post": [_("Only an answer that is still here can be accepted.")]})
        if topic.accepted_id == held.pk:
            return topic
        clear_accepted(topic)
        topic.accepted, topic.accepted_at, topic.accepted_by = held, timezone.now(), by
        _write(topic)
        Post.objects.filter(pk=held.pk).update(version=F("version") + 1)
        publish(PostChanged(topic_id=topic.pk, post_id=held.pk))
        publish(AnswerAccepted(topic_id=topic.pk, post_id=held.pk, accepted_by_id=by.pk))
        publish(TopicChanged(topic_id=topic.pk))
        shift_forum(topic.forum_id)
    return topic


def unaccept_answer(*, by: User, topic: Topic) -> Topic:
    """The topic without an accepted answer. Raises Refused."""
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_accept(by, held)
        if held.accepted_id is None:
            return held
        clear_accepted(held)
        publish(TopicChanged(topic_id=held.pk))
        shift_forum(held.forum_id)
    return held


def clear_accepted(topic: Topic) -> None:
    """Takes the accepted answer of a held topic away, if it has one, and says so of that post."""
    post_id = topic.accepted_id
    if post_id is None:
        return
    topic.accepted = topic.accepted_at = topic.accepted_by = None
    _write(topic)
    Post.objects.filter(pk=post_id).update(version=F("version") + 1)
    publish(PostChanged(topic_id=topic.pk, post_id=post_id))


def _write(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        accepted=topic.accepted,
        accepted_at=topic.accepted_at,
        accepted_by=topic.accepted_by,
        version=F("version") + 1,
    )
