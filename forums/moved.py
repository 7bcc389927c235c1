"""Where a post is now that was moved away from under its number."""

from forums.models import Post

MOST_STEPS = 100
"""A post may have been moved several times; each time it got a new row, so there is no circle."""


def place_of(topic_pk: int, number: int) -> Post | None:
    """The post, with its topic, that this number leads to; None unless it was moved away."""
    found = Post.objects.filter(topic_id=topic_pk, number=number).exclude(moved_to=None)
    moved_to = found.order_by("number").values_list("moved_to", flat=True).first()
    return None if moved_to is None else standing(moved_to)


def standing(pk: int) -> Post | None:
    """The post with this id as it stands now, with its topic, however often it was moved."""
    for _step in range(MOST_STEPS):
        post = Post.objects.select_related("topic").filter(pk=pk).first()
        if post is None or post.moved_to_id is None:
            return post
        pk = post.moved_to_id
    return None
