"""An author changes their words."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.viewer import check_writer
from forums.actions.locking import held_post, locked_topic
from forums.actions.referring import referred
from forums.counters import shift_forum
from forums.facts import PostChanged, TopicChanged
from forums.models import Post, Topic
from forums.policies import check_edit
from forums.texts import Written, read_body
from kernel.facts import publish
from kernel.fields import gathered


def edit_post(*, by: User, post: Post, body: str) -> Post:
    """The post as it is now; unchanged words change nothing. Raises Refused or Invalid (body)."""
    check_writer(by)
    written: Written = gathered(body=lambda: read_body(body, by=by, post_id=post.pk))["body"]
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        check_edit(by, held)
        if held.body == written.body:
            return held
        before = held.html
        held.body, held.html, held.edited_at = written.body, written.html, timezone.now()
        Post.objects.filter(pk=held.pk).update(
            body=held.body, html=held.html, edited_at=held.edited_at, version=F("version") + 1
        )
        held.version += 1
        changes = {"excerpt": written.excerpt} if held.number == 1 else {}
        Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1, **changes)
        publish(PostChanged(topic_id=topic.pk, post_id=held.pk))
        referred(held, written, before=before)
        if held.number == 1:
            publish(TopicChanged(topic_id=topic.pk))
            shift_forum(topic.forum_id)
    return held
