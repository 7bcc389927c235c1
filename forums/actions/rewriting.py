"""How a post gets other words, whoever gives them: what it said before is kept, and nobody's change is
lost under another's."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.referring import referred
from forums.counters import shift_forum
from forums.facts import PostChanged, TopicChanged
from forums.grace import goes_on, is_mending
from forums.models import Post, PostRevision, Topic
from forums.texts import Written
from kernel.facts import publish
from kernel.marks import mark_of
from kernel.refusals import Conflict


def check_seen(post: Post, seen: str | None) -> None:
    """Raises Conflict when the post has other words now than those that the form was filled with."""
    if seen is not None and seen != mark_of(post.body):
        raise Conflict(_("Somebody has changed this text while you were writing."))


def rewrite(
    topic: Topic,
    post: Post,
    written: Written,
    *,
    by: User,
    reason: str = "",
    correction: bool = False,
) -> None:
    """Gives a post of a held topic its new words, and says so."""
    now = timezone.now()
    if _keep(post, written.body, by, now, reason, correction):
        post.edited_at, post.corrected = now, correction
    before = post.html
    post.body, post.html = written.body, written.html
    Post.objects.filter(pk=post.pk).update(
        body=post.body,
        html=post.html,
        edited_at=post.edited_at,
        corrected=post.corrected,
        version=F("version") + 1,
    )
    post.version += 1
    changes = {"excerpt": written.excerpt} if post.number == 1 else {}
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1, **changes)
    publish(PostChanged(topic_id=topic.pk, post_id=post.pk))
    referred(post, written, before=before)
    if post.number == 1:
        publish(TopicChanged(topic_id=topic.pk))
        shift_forum(topic.forum_id)


def _keep(post: Post, words: str, by: User, now: datetime, reason: str, correction: bool) -> bool:
    """Keeps what the post says until now; whether readers are told that it was changed."""
    last = post.revisions.order_by("-number").first()
    mended = last if last is not None and last.quiet and post.edited_at is None else None
    original = mended.body if mended else post.body
    quiet = not correction and is_mending(
        post, by_id=by.pk, original=original, words=words, now=now
    )
    if quiet and mended:
        return False
    if not correction and not quiet and goes_on(post, last, by_id=by.pk, words=words, now=now):
        return False
    PostRevision.objects.create(
        post=post,
        number=(last.number if last else 0) + 1,
        body=post.body,
        by=by,
        made_at=now,
        quiet=quiet,
        reason=reason,
        correction=correction,
    )
    return not quiet
