"""The tags as moderators see them: how often each is used, and which could be one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from taxonomy.models import Tag, Tagged, TagSynonym
from taxonomy.spelling import fold

SHOWN = 100


def tags_with_uses(q: str = "") -> Sequence[Any]:
    """At most SHOWN tags whose name holds every word of `q`, the most used first, with `uses`."""
    tags = _counted()
    for word in fold(q).split():
        tags = tags.filter(slug__contains=word)
    return list(tags.order_by("-uses", "name")[:SHOWN])


def tag_with_uses(pk: int) -> Any:
    """The tag with its uses and synonyms, or 404."""
    tag = _counted().prefetch_related("synonyms").filter(pk=pk).first()
    if tag is None:
        raise Http404
    return tag


def synonym_of(tag_id: int, pk: int) -> TagSynonym:
    found = TagSynonym.objects.filter(pk=pk, tag=tag_id).first()
    if found is None:
        raise Http404
    return found


def banned_word(pk: int) -> TagSynonym:
    """A word that is no tag here, or 404."""
    found = TagSynonym.objects.filter(pk=pk, tag=None).first()
    if found is None:
        raise Http404
    return found


def banned_words() -> Sequence[TagSynonym]:
    return list(TagSynonym.objects.filter(tag=None)[:SHOWN])


def alike() -> list[list[Tag]]:
    """Groups of tags that differ in their marks, the order of their words or their endings alone."""
    groups: dict[str, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.order_by("name").iterator(chunk_size=2_000):
        groups[" ".join(sorted(_stem(word) for word in fold(tag.name).split()))].append(tag)
    return [group for group in groups.values() if len(group) > 1][:SHOWN]


def _stem(word: str) -> str:
    """What most endings of a Polish noun leave: enough to propose, a person decides."""
    return word[:6] if len(word) > 6 else word[:4]


def _counted() -> QuerySet[Any]:
    """Tags with `uses`, whatever rooms have tagged things."""
    total: Any = Value(0)
    for relation in Tag._meta.related_objects:
        model: Any = relation.related_model
        if isinstance(model, type) and issubclass(model, Tagged):
            rows = model.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
            counted = Subquery(
                rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()
            )
            total = total + Coalesce(counted, 0)
    counted_tags: QuerySet[Any] = Tag.objects.annotate(uses=total)
    return counted_tags
