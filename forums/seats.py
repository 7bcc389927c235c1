"""How far a person has read a topic. Written only when it grows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from forums.facts import TopicRead, TopicsRead
from forums.models import Seat, Topic
from forums.newer import beyond, count_of, first_of
from forums.ports import silenced
from kernel.compiled import Compiled
from kernel.facts import publish


def read_up_to(*, person_id: int, topic_id: int, number: int) -> None:
    """Moves the person's place forward, or gives them one, and says so."""
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [topic_id, person_id, number])
        publish(TopicRead(topic_id=topic_id, person_id=person_id, number=number))


_MOVE = """
    INSERT INTO forums_seat (topic_id, person_id, read_number) VALUES (%s, %s, %s)
    ON CONFLICT (topic_id, person_id) DO UPDATE SET read_number = excluded.read_number
    WHERE forums_seat.read_number < excluded.read_number"""
"""One statement: bulk_create(update_conflicts=True) would move a place back."""


def read_many(*, person_id: int, topic_ids: Sequence[int], as_of: datetime) -> None:
    """The person has read these topics as far as they went at that time; no place moves back."""
    with transaction.atomic():
        still = Topic.objects.filter(pk__in=topic_ids, last_post_at__lte=as_of)
        Seat.objects.bulk_create(
            [Seat(topic_id=pk, person_id=person_id) for pk in still.values_list("pk", flat=True)],
            ignore_conflicts=True,
        )
        last = Topic.objects.filter(pk=OuterRef("topic_id")).values("last_number")[:1]
        places = Seat.objects.filter(person_id=person_id, topic__in=still)
        places.filter(read_number__lt=Subquery(last)).update(read_number=Subquery(last))
        publish(TopicsRead(topic_ids=tuple(topic_ids), person_id=person_id))


NEWS = 60
"""Topics with something new that a list marks at most: the latest ones."""


def _news(person: Any, forum: Any = None) -> QuerySet[Any, Any]:
    new = beyond("topic_id", "read_number")
    seats = Seat.objects.filter(
        Exists(new), person_id=person, topic__last_number__gt=F("read_number")
    )
    if forum is not None:
        seats = seats.filter(topic__forum_id=forum)
    else:  # who opens a muted forum still sees what is new in it
        seats = seats.exclude(silenced(person))
    return seats.order_by("-topic__last_post_at").values_list(
        "topic_id", first_of(new), count_of(new)
    )[:NEWS]


_everywhere = Compiled(_news, parameters=1)
_in_forum = Compiled(_news, parameters=2)


def news_of(person_id: int, forum_id: int | None = None) -> str:
    """What is new since the person's last visit, as "topic:first:count topic:first:count …" for a
    script that marks rows of kept lists. Topics that they have never opened are not new to them; what they
    have muted is not marked."""
    rows = _everywhere(person_id) if forum_id is None else _in_forum(person_id, forum_id)
    return " ".join(f"{topic}:{first}:{count}" for topic, first, count in rows)
