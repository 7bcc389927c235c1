"""Where a post is now that was moved away from under its number."""

from forums.models import Post

MOST_STEPS = 100
"""A post may have been moved several times; each time it got a new row, so there is no circle."""


def place_of(topic_pk: int, number: int) -> Post | None:
    """The post, with its topic, that this number leads to; None unless it was moved away."""
    found = Post.objects.filter(topic_id=topic_pk, number=number).exclude(moved_to=None)
    moved_to = found.order_by("number").values_list("moved_to", flat=True).first()
    for _step in range(MOST_STEPS):
        if moved_to is None:
            return None
        post = Post.objects.select_related("topic").get(pk=moved_to)
        if post.moved_to_id is None:
            return post
        moved_to = post.moved_to_id
    return None
