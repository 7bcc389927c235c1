"""What of the forums can be reported and hidden."""

from accounts.viewer import Viewer
from forums.actions.hide import hide_post, hide_topic
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, register


def _topic(viewer: Viewer, pk: int) -> Topic | None:
    return Topic.objects.visible_to(viewer).select_related("forum", "author").filter(pk=pk).first()


def _post(viewer: Viewer, pk: int) -> Post | None:
    return (
        Post.objects.visible_to(viewer)
        .select_related("topic__forum", "author")
        .filter(pk=pk)
        .first()
    )


def _title_of_post(post: Post) -> str:
    return f"{post.topic.title} (#{post.number})"


def register_all() -> None:
    register(
        Moderated(
            kind="topic",
            get=_topic,
            author_id=lambda topic: topic.author_id,
            title=lambda topic: topic.title,
            excerpt=lambda topic: topic.excerpt,
            url=lambda topic: topic_path(topic.pk, topic.slug),
            hide=hide_topic,
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
        )
    )
