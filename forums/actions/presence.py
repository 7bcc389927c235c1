"""What follows when a post goes or comes back, whoever made it so: the figures, the accepted answer,
the versions of what shows it. Used by remove, restore and hide."""

from django.db.models import F

from forums.actions.accept_answer import clear_accepted
from forums.counters import latest_of_forum, newest_here, shift_forum, stamp_tags
from forums.facts import PostChanged, TopicChanged
from forums.models import Post, Topic
from kernel.facts import publish
from kernel.markdown import excerpt, plain


def presence_changed(*, topic: Topic, post: Post, by: int) -> None:
    """`by` is +1 when the post counts again, -1 when it no longer does, 0 when nothing counts
    differently. The topic is held; the post's own row has been written."""
    if by < 0 and topic.accepted_id == post.pk:
        clear_accepted(topic)
    # Replies to it name its author, or only its number once it is gone.
    Post.objects.filter(parent_id=post.pk).update(version=F("version") + 1)
    replies = by if post.number > 1 else 0
    when, whom, voice = newest_here(topic.pk) or (
        topic.created_at, topic.author_id, topic.organisation_id,
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(
        version=F("version") + 1,
        reply_count=F("reply_count") + replies,
        last_post_at=when,
        last_poster_id=whom,
        last_organisation_id=voice,
        **({"excerpt": _excerpt(post) if by > 0 else ""} if post.number == 1 and by else {}),
    )
    stamp_tags([topic.pk])
    publish(PostChanged(topic_id=topic.pk, post_id=post.pk))
    if post.number == 1:
        publish(TopicChanged(topic_id=topic.pk))
    counted = 0 if topic.hidden else replies
    shift_forum(topic.forum_id, posts=counted, last_post_at=latest_of_forum(topic.forum_id))


def _excerpt(post: Post) -> str:
    return excerpt(plain(post.html))
