"""The lock under which a topic changes: its row. On SQLite the transaction itself is the lock."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from forums.models import Post, Topic
from kernel.refusals import Refused


def locked_topic(pk: int) -> Topic:
    """The topic as it is now, held until the transaction ends, with its forum (not held)."""
    held = Topic.objects.select_for_update(of=("self",), no_key=True).select_related("forum")
    return held.get(pk=pk)


def locked_topics(pks: Collection[int]) -> dict[int, Topic]:
    """Several topics by id, always held in the order of their ids: two who want the same ones wait for
    each other and never in a circle. Raises Refused where one has been merged into another."""
    held = Topic.objects.select_for_update(of=("self",), no_key=True).select_related("forum")
    topics = {topic.pk: topic for topic in held.filter(pk__in=pks).order_by("pk")}
    if any(topic.merged_into_id is not None for topic in topics.values()):
        raise Refused(_("This conversation has become part of another one."))
    return topics


def held_post(topic: Topic, pk: int) -> Post:
    """A post of a held topic, as it is now."""
    post = Post.objects.select_related("author", "parent").get(pk=pk, topic_id=topic.pk)
    post.topic = topic
    return post
