"""A moderator makes one conversation of two: the posts of one go to the end of the other."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.locking import locked_topics
from forums.actions.transplanting import MOST, count_forums, transplant
from forums.counters import stamp_tags
from forums.facts import TopicMerged
from forums.happenings import note, open_to_all_of
from forums.models import Post, Topic, TopicEvent
from forums.policies import check_moderate, check_rearrange
from kernel.facts import publish
from kernel.refusals import Invalid
from moderation.actions.follow import follow
from taxonomy.tags import TAG_COUNT


def merge_topics(*, by: User, topic: Topic, into: Topic) -> Topic:
    """`into`, with the posts of `topic` at its end; merging the same again changes nothing. Of `topic`
    only the numbers stay, and lead there. Raises Refused or Invalid (into)."""
    check_moderate(by)
    if topic.pk == into.pk:
        raise Invalid({"into": [_("That is this very conversation. Choose another.")]})
    with transaction.atomic():
        if Topic.objects.filter(pk=topic.pk, merged_into=into.pk).exists():
            return into
        held = locked_topics({topic.pk, into.pk})
        source, target = held[topic.pk], held[into.pk]
        for one in held.values():
            check_rearrange(by, one)
        posts = list(
            Post.objects.filter(topic=source.pk, moved_to=None).order_by("number")[: MOST + 1]
        )
        if len(posts) > MOST:
            raise Invalid(
                {"into": [_("This conversation is too long. Merge the other one into it instead.")]}
            )
        _merge(by, source, target, posts)
    return target


def _merge(by: User, source: Topic, target: Topic, posts: list[Post]) -> None:
    base, before = target.last_number, (source.reply_count, target.reply_count)
    readable = not source.hidden and open_to_all_of(source.forum.audience, target.forum.audience)
    transplant(source, target, posts)
    note(
        target, TopicEvent.Kind.MERGED_IN, by=by, after=base, count=len(posts), other=source,
        words=source.title if readable else "",
    )  # fmt: skip
    known = {tag.name for tag in target.tags.all()}
    more = [tag.name for tag in source.tags.all() if tag.name not in known]
    target.tags.add(*more[: max(0, TAG_COUNT - len(known))])
    stamp_tags([target.pk])
    Topic.objects.filter(pk=source.pk).update(
        merged_into=target.pk, pinned=False, version=F("version") + 1
    )
    # Conversations that had been merged into this one lead on at once.
    Topic.objects.filter(merged_into=source.pk).update(merged_into=target.pk)
    if posts:
        first = Post.objects.only("pk").get(topic=target.pk, number=base + 1)
        follow(kind="topic", moves={source.pk: first.pk}, to="post")
    publish(TopicMerged(topic_id=source.pk, into_id=target.pk))
    gone = 0 if source.hidden else 1
    count_forums(
        [
            (source.forum_id, -gone, -gone * (before[0] + 1)),
            (target.forum_id, 0, 0 if target.hidden else target.reply_count - before[1]),
        ]
    )
