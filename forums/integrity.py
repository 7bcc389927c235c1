"""The forums' figures against their sources (kernel.integrity)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from composing.text import composed_again
from forums.counters import (
    latest_of_tagged,
    mend_forum,
    mend_topic,
    recounted_forums,
    recounted_topics,
    stamp_tags,
)
from forums.models import Post, TaggedTopic, Topic
from forums.questions.models import Helped, Question, SameProblem
from kernel.integrity import check


@check("forums.topics")
def topics(fix: bool) -> Iterator[str]:
    """Replies, last number, last post and its author of every topic."""
    wrong = recounted_topics().exclude(
        reply_count=F("true_replies"),
        last_number=F("true_last"),
        last_post_at=F("true_latest"),
        last_poster_id=F("true_poster"),
        **{"kept_organisation": F("true_organisation")},
    )
    for topic in wrong.iterator(chunk_size=500):
        yield f"topic {topic.pk}: its counters differ from its posts"
        if fix:
            mend_topic(topic)


@check("forums.tags")
def tags(fix: bool) -> Iterator[str]:
    """The tags of a topic carry when somebody last wrote in it."""
    wrong = TaggedTopic.objects.exclude(last_post_at=latest_of_tagged())
    for pk in list(wrong.order_by().values_list("content_object", flat=True).distinct()):
        yield f"topic {pk}: its tags have another time than its last post"
        if fix:
            stamp_tags([pk])


@check("forums.forums")
def forums(fix: bool) -> Iterator[str]:
    """Topics, posts and the latest word of every forum."""
    forum: Any
    for forum in recounted_forums():
        true = (forum.true_topics, forum.true_posts, forum.true_latest)
        if (forum.topic_count, forum.post_count, forum.last_post_at) != true:
            yield f"forum {forum.slug}: its counters differ from its topics"
            if fix:
                mend_forum(forum)


@check("forums.numbers")
def numbers(fix: bool) -> Iterator[str]:
    """Numbers of posts run from 1 without gaps. Addresses hang on them, so nothing is renumbered."""
    counted = Topic.objects.annotate(posts_there=Count("posts"), highest=Max("posts__number"))
    topic: Any
    for topic in counted.exclude(posts_there=F("highest")).iterator(chunk_size=500):
        yield f"topic {topic.pk}: {topic.posts_there} posts, the highest number is {topic.highest}"


@check("forums.accepted")
def accepted(fix: bool) -> Iterator[str]:
    """An accepted answer belongs to its topic, is no question and is still there."""
    gone = Q(accepted__hidden=True) | ~Q(accepted__removed_at=None) | ~Q(accepted__moved_to=None)
    elsewhere = (
        ~Q(accepted__topic_id=F("pk")) | Q(accepted__number=1) | ~Q(kind=Topic.Kind.QUESTION)
    )
    for topic in Topic.objects.filter(gone | elsewhere, accepted__isnull=False):
        yield f"topic {topic.pk}: its accepted answer can be none"
        if fix:
            Topic.objects.filter(pk=topic.pk).update(
                accepted=None, accepted_at=None, accepted_by=None, version=F("version") + 1
            )


@check("forums.moved")
def moved(fix: bool) -> Iterator[str]:
    """Moved posts have left their text behind nowhere, and a merged topic has none of its own."""
    for post in Post.objects.exclude(moved_to=None).exclude(body=""):
        yield f"post {post.pk}: it was moved away, and its text is still here"
        if fix:
            Post.objects.filter(pk=post.pk).update(body="", html="", version=F("version") + 1)
    for post in Post.objects.filter(moved_to=None).exclude(topic__merged_into=None):
        yield f"post {post.pk}: its topic was merged into another, and it was left behind"


@check("forums.html")
def html(fix: bool) -> Iterator[str]:
    """The HTML of every post is what its text gives today."""
    for post in Post.objects.only("body", "html").iterator(chunk_size=200):
        rendered = composed_again(post.body, post.html)
        if rendered != post.html:
            yield f"post {post.pk}: its HTML is not that of its text"
            if fix:
                Post.objects.filter(pk=post.pk).update(html=rendered, version=F("version") + 1)
                Topic.objects.filter(posts=post.pk).update(version=F("version") + 1)


@check("forums.marks")
def marks(fix: bool) -> Iterator[str]:
    """How many have a problem too, and how many an answer has helped."""
    same = SameProblem.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    questions: Any = Question.objects.annotate(true=_counted(same))
    for question in questions.exclude(same_count=F("true")).iterator(chunk_size=500):
        yield f"topic {question.pk}: {question.same_count} have it too, {question.true} said so"
        if fix:
            Question.objects.filter(pk=question.pk).update(same_count=question.true)
            Topic.objects.filter(pk=question.pk).update(version=F("version") + 1)
    helped = Helped.objects.filter(post=OuterRef("pk")).order_by().values("post")
    posts: Any = Post.objects.filter(
        Q(helped_count__gt=0) | Q(pk__in=Helped.objects.values("post"))
    )
    for post in posts.annotate(true=_counted(helped)).exclude(helped_count=F("true")):
        yield f"post {post.pk}: helped {post.helped_count}, {post.true} said so"
        if fix:
            Post.objects.filter(pk=post.pk).update(helped_count=post.true, version=F("version") + 1)
            Topic.objects.filter(posts=post.pk).update(version=F("version") + 1)


def _counted(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
