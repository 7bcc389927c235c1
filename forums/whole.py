"""A post with what is told of it when it is written: its topic and forum, its author, the organisation in whose name it
stands and the post it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from forums.models import Post
from kernel.compiled import CompiledObjects

_post = CompiledObjects[Post](
    lambda pk: Post.objects.select_related(
        "topic__forum", "author", "organisation", "parent"
    ).filter(pk=pk),
    parameters=1,
)
_at_hand: ContextVar[Post | None] = ContextVar("post_at_hand", default=None)


@contextmanager
def at_hand(post: Post) -> Iterator[None]:
    """While the fact of this post is told: who asks for it gets what its writer has in hand, since several
    rooms ask for each reply."""
    token = _at_hand.set(post)
    try:
        yield
    finally:
        _at_hand.reset(token)


def whole_post(pk: int) -> Post:
    """Raises Post.DoesNotExist."""
    held = _at_hand.get()
    post = held if held is not None and held.pk == pk else _post.one(pk)
    if post is None:
        raise Post.DoesNotExist
    return post
