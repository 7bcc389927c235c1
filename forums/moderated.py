"""What of the forums can be reported and hidden."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.viewer import Viewer, is_moderator
from forums.actions.hide import hide_post, hide_topic
from forums.actions.review import wait_again
from forums.duty import in_charge
from forums.measures import POST_MEASURES, TOPIC_MEASURES, forums_beside
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from forums.review.seeing import number_of_waiting
from forums.texts import WAITING
from kernel.gate import whole_number
from kernel.markdown import excerpt, plain
from moderation.registry import Item, Moderated, Queue, Quote, register, register_queue, reverses
from moderation.reported import is_asked_about

BESIDE = 3
"""Posts before and after one that was reported."""


def _held(request: HttpRequest) -> Sequence[Item]:
    from forums.views.review import items_of  # a view: no room imports it while it starts

    return items_of(request)


def _around(post: Post) -> Sequence[Quote]:
    """What stands before and after it in its conversation."""
    near = Post.objects.select_related("author").filter(
        topic=post.topic_id, removed_at=None, moved_to=None, hidden=False
    )
    before = list(near.filter(number__lt=post.number).order_by("-number")[:BESIDE])[::-1]
    after = list(near.filter(number__gt=post.number).order_by("number")[:BESIDE])
    return [_quote(one, post) for one in (*before, post, *after)]


def _quote(one: Post, reported: Post) -> Quote:
    return Quote(
        one.author.name, one.author.handle, one.created_at.isoformat(), plain(one.html),
        reported=one.pk == reported.pk,
    )  # fmt: skip


def _topic_at(words: Sequence[str]) -> int | None:
    """/forums/t/<id>/<slug>/"""
    if len(words) in (3, 4) and tuple(words[:2]) == ("forums", "t"):
        return whole_number(words[2])
    return None


def _post_at(words: Sequence[str]) -> int | None:
    """/forums/t/<id>/<slug>/<number>/"""
    if len(words) != 5 or tuple(words[:2]) != ("forums", "t"):
        return None
    topic, number = whole_number(words[2]), whole_number(words[4])
    asked = Q(topic=topic or 0, number=number or 0)
    return Post.objects.filter(asked).values_list("pk", flat=True).first()


def _topic(viewer: Viewer, pk: int) -> Topic | None:
    return Topic.objects.visible_to(viewer).select_related("forum", "author").filter(pk=pk).first()


def _judged(viewer: Viewer, pk: int) -> Post | None:
    """What was reported is judged though it has been removed since."""
    post = _post(viewer, pk)
    if post is not None or not is_moderator(viewer) or not is_asked_about("post", pk):
        return post
    seen = Topic.objects.visible_to(viewer)
    rows = Post.objects.select_related("topic__forum", "author").filter(pk=pk, topic__in=seen)
    return rows.filter(moved_to=None).exclude(removed_at=None).first()


def _post(viewer: Viewer, pk: int) -> Post | None:
    return (
        Post.objects.visible_to(viewer)
        .select_related("topic__forum", "author")
        .filter(pk=pk)
        .first()
    )


def _topics_of(person_id: int, most: int) -> list[int]:
    started = Topic.objects.filter(author=person_id, hidden=False, merged_into=None)
    return list(started.order_by("pk").values_list("pk", flat=True)[:most])


def _posts_of(person_id: int, most: int) -> list[int]:
    """In the conversations of others: their own go as a whole."""
    said = Post.objects.filter(author=person_id, hidden=False, removed_at=None, moved_to=None)
    said = said.exclude(topic__author=person_id)
    return list(said.order_by("pk").values_list("pk", flat=True)[:most])


def _opening(topic: Topic) -> str:
    first = Post.objects.filter(topic=topic, number=1).first()
    stands = first is not None and not first.gone
    return f"{topic.title}\n\n{plain(first.html)}" if first and stands else topic.title


def _title_of_post(post: Post) -> str:
    return f"{post.topic.title} (#{post.number})"


def register_all() -> None:
    reverses(WAITING, wait_again)
    register_queue(
        "words",
        Queue(
            title=lambda: _("Words that wait"), url="/forums/held/", waiting=number_of_waiting,
            items=_held,
        ),
    )  # fmt: skip
    register(
        Moderated(
            kind="topic",
            get=_topic,
            reads=_opening,
            author_id=lambda topic: topic.author_id,
            title=lambda topic: topic.title,
            excerpt=lambda topic: topic.excerpt,
            url=lambda topic: topic_path(topic.pk, topic.slug),
            hide=hide_topic,
            standing_of=_topics_of,
            measures=TOPIC_MEASURES,
            places=forums_beside,
            at=_topic_at,
            in_charge=lambda moderator, topic: in_charge(moderator, topic.forum_id),
        )
    )
    register(
        Moderated(
            kind="post",
            get=_post,
            judge=_judged,
            gone=lambda post: post.removed_at is not None,
            reads=lambda post: plain(post.html),
            author_id=lambda post: post.author_id,
            title=_title_of_post,
            excerpt=lambda post: excerpt(plain(post.html)),
            url=lambda post: post_path(post.topic_id, post.topic.slug, post.number),
            hide=hide_post,
            standing_of=_posts_of,
            measures=POST_MEASURES,
            around=_around,
            at=_post_at,
            text=lambda post: post.body,
            in_charge=lambda moderator, post: in_charge(moderator, post.topic.forum_id),
        )
    )
