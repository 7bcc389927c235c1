"""An answer has helped somebody, whoever asked."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from forums.actions.locking import held_post, locked_topic
from forums.facts import PostChanged, PostHelped
from forums.models import Post
from forums.policies import check_helped
from forums.questions.clock import touch
from forums.questions.models import Helped
from kernel.facts import publish


def mark_helped(*, by: User, post: Post, on: bool = True) -> int:
    """How many people it has helped now. Saying it twice is saying it once. Raises Refused."""
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        check_helped(by, held)
        if on:
            _mark, changed = Helped.objects.get_or_create(post=held, person=by)
        else:
            gone, _rows = Helped.objects.filter(post=held, person=by).delete()
            changed = bool(gone)
        count = Helped.objects.filter(post=held).count()
        if changed:
            Post.objects.filter(pk=held.pk).update(helped_count=count, version=F("version") + 1)
            publish(PostChanged(topic_id=topic.pk, post_id=held.pk))
            if on:
                publish(PostHelped(topic_id=topic.pk, post_id=held.pk, person_id=by.pk))
            touch(topic)
    return count
