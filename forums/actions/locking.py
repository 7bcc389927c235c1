"""The lock under which a topic changes: its row. On SQLite the transaction itself is the lock."""

from forums.models import Post, Topic


def locked_topic(pk: int) -> Topic:
    """The topic as it is now, held until the transaction ends, with its forum (not held)."""
    held = Topic.objects.select_for_update(of=("self",), no_key=True).select_related("forum")
    return held.get(pk=pk)


def held_post(topic: Topic, pk: int) -> Post:
    """A post of a held topic, as it is now."""
    post = Post.objects.select_related("author", "parent").get(pk=pk, topic_id=topic.pk)
    post.topic = topic
    return post
