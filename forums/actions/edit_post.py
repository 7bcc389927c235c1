"""An author changes their words."""

from django.db import transaction

from accounts.models import User
from accounts.viewer import check_writer
from forums.actions.locking import held_post, locked_topic
from forums.actions.rewriting import check_seen, rewrite
from forums.models import Post
from forums.policies import check_edit
from forums.texts import Written, read_body
from kernel.fields import gathered


def edit_post(*, by: User, post: Post, body: str, seen: str | None = None) -> Post:
    """The post as it is now; unchanged words change nothing. `seen` is the mark of the words that the
    person began from: raises Conflict when others are there now. Raises Refused or Invalid (body)."""
    check_writer(by)
    written: Written = gathered(body=lambda: read_body(body, by=by, post_id=post.pk))["body"]
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        if held.moved_to_id is None:
            check_edit(by, held)
            if held.body != written.body:
                check_seen(held, seen)
                rewrite(topic, held, written, by=by)
            return held
    # It has just been moved: the words go after it, now that nothing is held.
    return edit_post(by=by, post=Post.objects.get(pk=held.moved_to_id), body=body, seen=seen)
