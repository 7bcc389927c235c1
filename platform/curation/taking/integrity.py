"""Copies of words that were taken up, against the words themselves and what was decided about them."""

from collections.abc import Iterator

from curation.models import Said, Taken
from curation.taking.receivers import is_unlawful
from curation.taking.spreading import bodies_of, spread
from forums.models import Post
from kernel.integrity import check
from moderation.models import Decision


@check("curation.taken_words")
def taken_words(fix: bool) -> Iterator[str]:
    """Posts made of words say them, under the names that they must have."""
    for post in Post.objects.filter(gathered=True, moved_to=None).iterator(chunk_size=100):
        wanted = bodies_of([post.pk]).get(post.pk)
        if wanted is not None and wanted != post.body:
            yield f"post {post.pk}: it does not say the words that it is made of"
            if fix:
                spread(set(Taken.objects.filter(post=post).values_list("said", flat=True)))


@check("curation.hidden_words")
def hidden_words(fix: bool) -> Iterator[str]:
    """What was hidden since it breaks the law is hidden in every copy, and nothing else."""
    for said in Said.objects.iterator(chunk_size=200):
        kind, pk = ("message", said.message_id) if said.message_id else ("post", said.post_id)
        decided = Decision.objects.filter(kind=kind, object_id=pk or 0)
        last = decided.exclude(verdict=Decision.Verdict.KEEP).order_by("-pk").first()
        hidden = last is not None and is_unlawful(last)
        if pk is not None and said.hidden != hidden:
            yield f"said {said.pk}: whether it is hidden is not what was decided"
            if fix:
                Said.objects.filter(pk=said.pk).update(hidden=hidden)
                spread({said.pk})
