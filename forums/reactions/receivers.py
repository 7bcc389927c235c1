"""Reactions follow the posts that they are about."""

from forums.actions.react import figures_of
from forums.facts import PostsMoved
from forums.models import Post
from forums.reactions.models import Reaction
from kernel.facts import receives


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    moves = dict(fact.moves)
    rows = Reaction.objects.filter(post__in=list(moves))
    for old in list(rows.order_by().values_list("post", flat=True).distinct()):
        Reaction.objects.filter(post=old).update(post=moves[old])
        Post.objects.filter(pk=moves[old]).update(reactions=figures_of(moves[old]))
        Post.objects.filter(pk=old).update(reactions={})
