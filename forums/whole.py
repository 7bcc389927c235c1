"""A post with what is told of it when it is written: its topic and forum, its author, the organisation in whose name it
stands and the post it answers. One statement, made once: several rooms read it within one reply."""

from forums.models import Post
from kernel.compiled import CompiledObjects

_post = CompiledObjects[Post](
    lambda pk: Post.objects.select_related(
        "topic__forum", "author", "organisation", "parent"
    ).filter(pk=pk),
    parameters=1,
)


def whole_post(pk: int) -> Post:
    """Raises Post.DoesNotExist."""
    post = _post.one(pk)
    if post is None:
        raise Post.DoesNotExist
    return post
