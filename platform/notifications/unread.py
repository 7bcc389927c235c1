"""What is unread to a person: topics that they track or watch, with posts beyond where they have read.

Candidates are gathered from the person's own rows (places, levels), never by walking all topics.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from forums.models import Post, Seat, TaggedTopic, Topic
from forums.newer import beyond, count_of, first_of
from forums.seats import read_many
from kernel.paging import Slice, keyset
from notifications.levels import FORUM, TAG, TOPIC, level_of_topic
from notifications.models import Level, Watch

SHOWN = 30
ORDER = ("-last_post_at", "-pk")
AT_ONCE = 500


def _candidates(person: User) -> QuerySet[Any, Any]:
    """Ids of topics that may be unread: those opened, those followed, and what has been started in a
    followed place since it is followed."""
    followed = Watch.objects.filter(person=person, level__gte=Level.TRACKING)
    ids = Seat.objects.filter(person=person).values_list("topic_id")
    parts: list[QuerySet[Any, Any]] = [followed.filter(kind=TOPIC).values_list("object_id")]
    for kind, place, since in followed.filter(kind__in=(FORUM, TAG)).values_list(
        "kind", "object_id", "created_at"
    ):
        if kind == FORUM:
            # No topic was written in before it was started: the index of the forum's list serves.
            new = Topic.objects.filter(
                forum_id=place, last_post_at__gte=since, created_at__gte=since
            )
            parts.append(new.order_by().values_list("pk"))
        else:
            tagged = TaggedTopic.objects.filter(tag_id=place, content_object__created_at__gte=since)
            parts.append(tagged.order_by().values_list("content_object_id"))
    return ids.union(*parts)


def unread_topics(person: User) -> QuerySet[Topic, Topic]:
    """With `read_number`, how far the person has read each."""
    seat = Seat.objects.filter(topic=OuterRef("pk"), person=person).values("read_number")
    read = Coalesce(Subquery(seat[:1]), Value(0), output_field=IntegerField())
    topics = Topic.objects.visible_to(person).filter(pk__in=_candidates(person), hidden=False)
    return topics.annotate(read_number=read, level=level_of_topic(person.pk)).filter(
        Exists(beyond("pk", "read_number")),
        last_number__gt=F("read_number"),
        level__gte=Level.TRACKING,
    )


def unread_page(person: User, *, forum: str, cursor: str | None) -> Slice[Topic]:
    """A page of them, the latest first, with what a row of a list shows, the number of the first new post
    (`first_new`) and how many there are (`new`). `forum`: a slug, or "" for all."""
    new = beyond("pk", "read_number")
    topics = unread_topics(person).annotate(first_new=first_of(new), new=count_of(new))
    if forum:
        topics = topics.filter(forum__slug=forum)
    rows = topics.for_rows()  # type: ignore[attr-defined]  # visible_to answers its own class
    return keyset(rows, order=ORDER, cursor=cursor, limit=SHOWN)


def own_page(person: User, *, cursor: str | None) -> Slice[Topic]:
    """The topics in which the person has written, the latest first."""
    written = Post.objects.filter(author=person, removed_at=None).values_list("topic_id")
    topics = Topic.objects.visible_to(person).filter(pk__in=written).for_rows()
    return keyset(topics, order=ORDER, cursor=cursor, limit=SHOWN)


def counted(person: User) -> list[tuple[str, str, int]]:
    """How many lie in each forum: (slug, name, number), in the order of the forums."""
    rows = unread_topics(person).order_by("forum__position", "forum_id")
    return list(
        rows.values("forum__slug", "forum__name")
        .annotate(n=Count("pk"))
        .values_list("forum__slug", "forum__name", "n")
    )


def _read(person: User, topics: Sequence[int], as_of: datetime) -> None:
    for start in range(0, len(topics), AT_ONCE):
        read_many(person_id=person.pk, topic_ids=topics[start : start + AT_ONCE], as_of=as_of)


def read_one(*, by: User, topic_id: int, as_of: datetime) -> None:
    """The topic is read, as far as it went at that time."""
    read_many(person_id=by.pk, topic_ids=[topic_id], as_of=as_of)


def read_all(*, by: User, as_of: datetime, forum: str = "", down_to: Topic | None = None) -> int:
    """Everything unread is read, as far as it went at that time; with `down_to` only from the top of
    the list to that topic. Answers how many topics they were."""
    with transaction.atomic():
        topics = unread_topics(by).filter(last_post_at__lte=as_of)
        if forum:
            topics = topics.filter(forum__slug=forum)
        if down_to is not None:
            later = Q(last_post_at__gt=down_to.last_post_at)
            topics = topics.filter(later | Q(last_post_at=down_to.last_post_at, pk__gte=down_to.pk))
        ids = list(topics.order_by().values_list("pk", flat=True))
        _read(by, ids, as_of)
    return len(ids)
