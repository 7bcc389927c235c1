"""A post with what is told of it when it is written: its topic and forum, its author, the organisation in whose name it
stands and the post it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from forums.facts import PostChanged
from forums.models import Post
from kernel.compiled import CompiledObjects
from kernel.facts import receives

_post = CompiledObjects[Post](
    lambda pk: Post.objects.select_related(
        "topic__forum", "author", "organisation", "parent"
    ).filter(pk=pk),
    parameters=1,
)
_at_hand: ContextVar[dict[int, Post] | None] = ContextVar("post_at_hand", default=None)


@contextmanager
def at_hand(post: Post) -> Iterator[None]:
    """While the fact of this post is told: who asks for it gets what its writer has in hand, since several
    rooms ask for each reply."""
    token = _at_hand.set({post.pk: post})
    try:
        yield
    finally:
        _at_hand.reset(token)


@receives(PostChanged)
def changed(fact: PostChanged) -> None:
    """One of those who were told has changed it: what is in hand is old. Registered before whoever asks,
    since they import this file."""
    if (held := _at_hand.get()) is not None:
        held.pop(fact.post_id, None)


def whole_post(pk: int) -> Post:
    """Raises Post.DoesNotExist."""
    held = _at_hand.get() or {}
    post = held.get(pk) or _post.one(pk)
    if post is None:
        raise Post.DoesNotExist
    return post
