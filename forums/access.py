"""The doors of the forums: an object for a viewer, or 404. What is hidden answers like what is missing."""

from django.db.models import Q
from django.http import Http404

from accounts.viewer import Viewer, is_moderator
from directory.speaking import voices_of
from forums.models import Forum, Post, Topic
from forums.moved import place_of
from forums.querysets import PostQuerySet


def forum_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> Forum:
    """The forum with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    forum = Forum.objects.visible_to(viewer).filter(**wanted).first()
    if forum is None:
        raise Http404
    return forum


def topic_for(viewer: Viewer, pk: int) -> Topic:
    """The topic with its forum, its author and its accepted post."""
    topics = Topic.objects.visible_to(viewer).select_related(
        "forum", "author", "organisation", "accepted"
    )
    topic = topics.filter(pk=pk).first()
    if topic is None:
        raise Http404
    return topic


def reachable_topic_for(viewer: Viewer, pk: int) -> Topic:
    """The same, also of a topic that was merged into another: for its numbers, which lead there."""
    topic = (
        Topic.objects.reachable_by(viewer)
        .select_related("forum", "author", "organisation", "accepted")
        .filter(pk=pk)
        .first()
    )
    if topic is None:
        raise Http404
    return topic


def post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A post whose text the viewer may read, with topic, forum and author; by its number in a topic.
    One that was moved away is found where it is now."""
    post = _posts().visible_to(viewer).filter(topic_id=topic_pk, number=number).first()
    if post is not None:
        return post
    moved = place_of(topic_pk, number)
    if moved is None:
        raise Http404
    return _first(_posts().visible_to(viewer).filter(pk=moved.pk))


def place_for(viewer: Viewer, topic_pk: int, number: int) -> tuple[int, str, int] | None:
    """(topic, slug, number) to which a moved post's old number leads; None where it is not moved, or to
    a place that the viewer may not see."""
    post = place_of(topic_pk, number)
    if post is None or not Topic.objects.visible_to(viewer).filter(pk=post.topic_id).exists():
        return None
    return post.topic_id, post.topic.slug, post.number


def post_by_id(viewer: Viewer, pk: int) -> Post:
    """The same by the post's own id."""
    return _first(_posts().visible_to(viewer).filter(pk=pk))


def removed_post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A removed post for those who see more of it than its number: its author, the editors of the
    organisation in whose name it was written, moderators."""
    visible = Topic.objects.visible_to(viewer).filter(pk=topic_pk)
    posts = (
        _posts().filter(topic__in=visible, number=number, moved_to=None).exclude(removed_at=None)
    )
    if not is_moderator(viewer):
        own = Q(author_id=viewer.pk) | Q(organisation__in=[row.pk for row in voices_of(viewer)])
        posts = posts.filter(own, hidden=False) if viewer.pk else posts.none()
    return _first(posts)


def readable_post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A post whose text the viewer may read where it stands, or as what is left of it."""
    try:
        return post_for(viewer, topic_pk, number)
    except Http404:
        return removed_post_for(viewer, topic_pk, number)


def _posts() -> PostQuerySet:
    return Post.objects.select_related(
        "topic__forum", "author", "organisation", "parent", "removed_by"
    )


def _first(posts: PostQuerySet) -> Post:
    post = posts.first()
    if post is None:
        raise Http404
    return post
