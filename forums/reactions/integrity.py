"""The figures of reactions against the rows that they count."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, Q

from forums.models import Post, Topic
from forums.reactions.models import Reaction
from kernel.integrity import check


@check("forums.reactions")
def reactions(fix: bool) -> Iterator[str]:
    """What stands beside a post is what people have said of it."""
    true: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Reaction.objects.order_by().values_list("post", "kind").annotate(n=Count("pk"))
    for post, kind, n in rows.iterator(chunk_size=2_000):
        true[post][kind] = n
    shown = Post.objects.filter(~Q(reactions={}) | Q(pk__in=Reaction.objects.values("post")))
    for pk, figures in shown.values_list("pk", "reactions").iterator(chunk_size=2_000):
        if figures != true.get(pk, {}):
            yield f"post {pk}: reactions {figures}, people said {true.get(pk, {})}"
            if fix:
                Post.objects.filter(pk=pk).update(
                    reactions=true.get(pk, {}), version=F("version") + 1
                )
                Topic.objects.filter(posts=pk).update(version=F("version") + 1)
