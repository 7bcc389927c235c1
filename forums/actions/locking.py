"""The lock under which a topic changes: its row. On SQLite the transaction itself is the lock."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forums.models import Post, Topic
from kernel.compiled import CompiledObjects
from kernel.refusals import Refused


def locked_topic(pk: int) -> Topic:
    """The topic as it is now, held until the transaction ends, with its forum (not held). Raises
    Topic.DoesNotExist."""
    topic = _one.one(pk) or _one.one(pk)  # twice for the reason that `_held` gives
    if topic is None:
        raise Topic.DoesNotExist
    return topic


def locked_topics(pks: Collection[int]) -> dict[int, Topic]:
    """Several topics by id, always held in the order of their ids: two who want the same ones wait for
    each other and never in a circle. Raises Refused where one has been merged into another."""
    topics = _held(pks)
    if any(topic.merged_into_id is not None for topic in topics.values()):
        raise Refused(_("This conversation has become part of another one."))
    return topics


def _lockable() -> QuerySet[Topic]:
    return Topic.objects.select_for_update(of=("self",), no_key=True).select_related("forum")


_one = CompiledObjects[Topic](lambda pk: _lockable().filter(pk=pk), parameters=1)


def _held(pks: Collection[int]) -> dict[int, Topic]:
    wanted = _lockable().filter(pk__in=pks).order_by("pk")
    topics = {topic.pk: topic for topic in wanted}
    if len(topics) < len(set(pks)):
        # PostgreSQL joins before it waits for the lock: a topic that was moved to another forum
        # meanwhile no longer fits the forum that was joined, and falls out. It is there at a second look.
        topics = {topic.pk: topic for topic in wanted.all()}
    return topics


def held_post(topic: Topic, pk: int) -> Post:
    """A post of a held topic, as it is now."""
    post = Post.objects.select_related("author", "parent").get(pk=pk, topic_id=topic.pk)
    post.topic = topic
    return post
