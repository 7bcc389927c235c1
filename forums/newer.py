"""What is new to a person in a topic: posts beyond their place that are still there. Numbers stay when posts
go, so their difference would count what nobody can read."""

from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from forums.models import Post

MOST = 99
"""Counted no further: from a person's place on, however long the topic is."""


def there(**where: Any) -> QuerySet[Post]:
    """Posts whose text everybody can read who sees their topic."""
    posts = Post.objects.filter(removed_at=None, hidden=False, moved_to=None, **where)
    return posts.order_by("number")


def beyond(topic: str, place: str) -> QuerySet[Post]:
    """Those beyond a place, both columns of the statement around it."""
    return there(topic=OuterRef(topic), number__gt=OuterRef(place))


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"


def first_of(posts: QuerySet[Post]) -> Subquery:
    """The number of the first; None for none."""
    return Subquery(posts.values("number")[:1])


def count_of(posts: QuerySet[Post]) -> Subquery:
    """How many there are, up to MOST + 1."""
    return _Counted(posts.values("pk")[: MOST + 1], output_field=IntegerField())


def new_from(topic_id: int, number: int) -> int:
    """The same for one topic, from a post on."""
    return there(topic=topic_id, number__gte=number)[: MOST + 1].count()
