"""What of the forums can be reported and hidden."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from forums.actions.hide import hide_post, hide_topic
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from forums.review.seeing import number_of_waiting
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, Queue, register, register_queue


def _held(request: HttpRequest) -> str:
    from forums.views.review import shown_in_queue  # a view: no room imports it while it starts

    return shown_in_queue(request)


def _topic(viewer: Viewer, pk: int) -> Topic | None:
    return Topic.objects.visible_to(viewer).select_related("forum", "author").filter(pk=pk).first()


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


def _title_of_post(post: Post) -> str:
    return f"{post.topic.title} (#{post.number})"


def register_all() -> None:
    register_queue(
        "words",
        Queue(
            title=lambda: _("Words that wait"), url="/forums/held/", waiting=number_of_waiting,
            shown=_held,
        ),
    )  # fmt: skip
    register(
        Moderated(
            kind="topic",
            get=_topic,
            author_id=lambda topic: topic.author_id,
            title=lambda topic: topic.title,
            excerpt=lambda topic: topic.excerpt,
            url=lambda topic: topic_path(topic.pk, topic.slug),
            hide=hide_topic,
            standing_of=_topics_of,
        )
    )
    register(
        Moderated(
            kind="post",
            get=_post,
            author_id=lambda post: post.author_id,
            title=_title_of_post,
            excerpt=lambda post: excerpt(plain(post.html)),
            url=lambda post: post_path(post.topic_id, post.topic.slug, post.number),
            hide=hide_post,
            standing_of=_posts_of,
        )
    )
