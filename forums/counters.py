"""The figures that topics and forums keep, defined once: what they count, and how to count anew.

- `Topic.reply_count`: posts but the first that are not removed, hidden or moved away.
- `Topic.last_number`: the highest number given, whatever became of the post.
- `Topic.last_post_at`, `last_poster`, `last_organisation`: of the newest post that is not gone; else
  of the topic's start.
- `TaggedTopic.last_post_at`: the topic's.
- `Forum.topic_count`: topics that are not hidden, nor merged into others; `post_count`: their replies and one more for each;
  `last_post_at`: the latest of theirs.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from forums.models import Forum, Post, TaggedTopic, Topic
from kernel.compiled import CompiledUpdate

HERE = {"removed_at": None, "hidden": False, "moved_to": None}
"""What a post must be to count."""

SHOWN = {"hidden": False, "merged_into": None}
"""What a topic must be to count in its forum."""


def newest_here(topic_id: int) -> tuple[Any, int, int | None] | None:
    """(when, by whom, in whose name) of a topic's newest post that is not gone, read backwards."""
    posts = Post.objects.filter(topic_id=topic_id, **HERE).order_by("-number")
    return posts.values_list("created_at", "author_id", "organisation_id").first()


def stamp_tags(topics: Collection[int]) -> None:
    """The tags of these topics (ids) carry when somebody last wrote in them; the topics are held.
    Called by whatever changes a topic's tags or its `last_post_at`."""
    TaggedTopic.objects.filter(content_object__in=topics).update(last_post_at=latest_of_tagged())


def stamp_tags_of(topic: Topic) -> None:
    """The same for one topic whose figures are at hand."""
    _stamp(topic.last_post_at, topic.pk)


_stamp = CompiledUpdate(
    lambda at, topic: (TaggedTopic.objects.filter(content_object_id=topic), {"last_post_at": at}),
    parameters=2,
    moments=frozenset({0}),
)


def latest_of_tagged() -> Subquery:
    """What `TaggedTopic.last_post_at` must be."""
    return Subquery(Topic.objects.filter(pk=OuterRef("content_object")).values("last_post_at")[:1])


def shift_forum(forum_id: int, *, topics: int = 0, posts: int = 0, **more: Any) -> None:
    """Moves a forum's figures and raises its version. The last row an action touches: every reply
    in the forum waits for it."""
    Forum.objects.filter(pk=forum_id).update(
        topic_count=F("topic_count") + topics,
        post_count=F("post_count") + posts,
        version=F("version") + 1,
        **more,
    )


def not_before(now: datetime) -> Greatest:
    """A forum's latest word, now that there is one of this moment. Whoever writes at the same time may have
    been later and yet been quicker: their moment stays."""
    moment = Value(now, output_field=DateTimeField())
    return Greatest(Coalesce(F("last_post_at"), moment), moment)


count_reply = CompiledUpdate(
    lambda forum, at: (
        Forum.objects.filter(pk=forum),
        {
            "post_count": F("post_count") + 1,
            "version": F("version") + 1,
            "last_post_at": not_before(at),
        },
    ),
    parameters=2,
    moments=frozenset({1}),
)
"""The same for one more reply: (the forum's id, when it came)."""


def latest_of_forum(forum_id: int) -> Any:
    """When somebody last wrote in a topic that shows; None in an empty forum."""
    latest = Topic.objects.filter(forum_id=forum_id, **SHOWN).order_by("-last_post_at", "-id")
    return latest.values_list("last_post_at", flat=True).first()


def _per(outer: str, rows: QuerySet[Any], figure: Any) -> Coalesce:
    counted = (
        rows.filter(**{outer: OuterRef("pk")})
        .order_by()
        .values(outer)
        .annotate(n=figure)
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def recounted_topics() -> QuerySet[Topic]:
    """Topics with their true figures beside the kept ones, for comparison and repair."""
    newest = Post.objects.filter(topic=OuterRef("pk"), **HERE).order_by("-number")
    return Topic.objects.annotate(
        true_replies=_per("topic", Post.objects.filter(number__gt=1, **HERE), Count("pk")),
        true_last=_per("topic", Post.objects.all(), Max("number")),
        true_latest=Coalesce(Subquery(newest.values("created_at")[:1]), F("created_at")),
        true_poster=Coalesce(
            Subquery(newest.values("author")[:1]), F("author"), output_field=BigIntegerField()
        ),
        # 0 for none, so that two that have none compare as equal.
        kept_organisation=Coalesce(F("last_organisation"), 0, output_field=BigIntegerField()),
        true_organisation=Coalesce(
            Case(
                When(Exists(newest), then=Subquery(newest.values("organisation")[:1])),
                default=F("organisation"),
                output_field=BigIntegerField(),
            ),
            0,
            output_field=BigIntegerField(),
        ),
    )


def recounted_forums() -> QuerySet[Forum]:
    """Forums with their true figures, by the topics' kept ones (which are recounted first)."""
    shown = Topic.objects.filter(**SHOWN)
    latest = (
        shown.filter(forum=OuterRef("pk")).order_by("-last_post_at", "-id").values("last_post_at")
    )
    return Forum.objects.annotate(
        true_topics=_per("forum", shown, Count("pk")),
        true_posts=_per("forum", shown, Sum(F("reply_count") + 1)),
        true_latest=Subquery(latest[:1]),
    )


def recount(*, topics: QuerySet[Topic] | None = None) -> None:
    """Sets the figures of these topics (all unless given) and of every forum from their sources:
    for commands that write many rows at once."""
    wanted = recounted_topics()
    if topics is not None:
        wanted = wanted.filter(pk__in=topics.values("pk"))
    for topic in wanted.iterator(chunk_size=500):
        mend_topic(topic)
    for forum in recounted_forums():
        mend_forum(forum)


def mend_topic(topic: Any) -> bool:
    """Writes a recounted topic's true figures where they differ; answers whether they did."""
    true = {
        "reply_count": topic.true_replies,
        "last_number": topic.true_last,
        "last_post_at": topic.true_latest,
        "last_poster_id": topic.true_poster,
        "last_organisation_id": topic.true_organisation or None,
    }
    mended = _mend(Topic, topic, true)
    if mended:
        stamp_tags([topic.pk])
    return mended


def mend_forum(forum: Any) -> bool:
    true = {
        "topic_count": forum.true_topics,
        "post_count": forum.true_posts,
        "last_post_at": forum.true_latest,
    }
    return _mend(Forum, forum, true)


def _mend(model: Any, row: Any, true: dict[str, Any]) -> bool:
    if all(getattr(row, name) == value for name, value in true.items()):
        return False
    model.objects.filter(pk=row.pk).update(**true, version=F("version") + 1)
    return True
