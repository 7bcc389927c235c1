"""The outbox: rows written in the transaction of a change, kept until the far side has confirmed it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from kernel.models import Outbox

TRIES = 5
"""After so many failures a row is parked: it stays, is reported, and is not tried again by itself."""
LEASE = timedelta(seconds=60)
"""For so long a claimed row is left alone by other workers."""
FARTHEST = timedelta(minutes=10)
"""Longer than any row is put off or leased."""


class Item(NamedTuple):
    """What is to be told: part of an object of a kind, at a version."""

    kind: str
    object_id: int
    part: int
    version: int


class Depth(NamedTuple):
    """How much waits, how old the oldest is in seconds, how much is parked."""

    pending: int
    age: float
    parked: int


def enqueue(queue: str, items: Iterable[Item]) -> None:
    """Adds rows, or renews those of the same object: the newest version is what must be told."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = iter(items)
    while some := list(islice(rows, AT_ONCE)):
        values = [
            value
            for i in some
            for value in (queue, i.kind, i.object_id, i.part, i.version, now, now)
        ]
        with connection.cursor() as cursor:
            cursor.execute(_RENEW % ", ".join([_ROW] * len(some)), values)


AT_ONCE = 1_000
_ROW = "(%s, %s, %s, %s, %s, %s, %s, 0, '')"
# Django's own way to this statement costs three times what the database takes for it, with every post.
_RENEW = """
    INSERT INTO kernel_outbox
        (queue, kind, object_id, part, version, available_at, created_at, attempts, error)
    VALUES %s
    ON CONFLICT (queue, kind, object_id, part) DO UPDATE SET
        version = excluded.version, attempts = 0, available_at = excluded.available_at"""


def claim(queue: str, limit: int) -> list[Outbox]:
    """Takes up to `limit` due rows, oldest first, and leases them to the caller."""
    now = timezone.now()
    # Nothing is ever put off so far: a row of then was written while the clock was wrong.
    due_now = Q(available_at__lte=now) | Q(available_at__gt=now + FARTHEST)
    with transaction.atomic():
        due = _free().filter(due_now, queue=queue, attempts__lt=TRIES)
        rows = list(due.order_by("available_at", "id")[:limit])
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
            available_at=timezone.now() + LEASE
        )
    return rows


def hold(row: Outbox) -> bool:
    """Whether the row still waits and is this transaction's from here on: a lease may have lapsed over long work."""
    return bool(_free().filter(pk=row.pk).values_list("pk", flat=True))


def confirm(rows: Iterable[Outbox]) -> None:
    """Removes what was told; a row that was renewed meanwhile stays and is due at once.

    A row that somebody is renewing at this moment stays too. It is not waited for: a change may hold
    many rows, and one of ours may be the next that it wants.
    """
    settle({row.pk: row.version for row in rows})


def waiting(queue: str) -> dict[int, int]:
    """Versions of all that waits now, by row, for somebody who tells the far side everything anew and then
    calls `settle`. What commits later is not among them."""
    rows = Outbox.objects.filter(queue=queue).values_list("pk", "version")
    return dict(rows.iterator(chunk_size=10_000))


def settle(versions: Mapping[int, int]) -> None:
    """`confirm` by the rows' numbers and the versions that were told."""
    rows = iter(versions)
    while some := list(islice(rows, AT_ONCE)):
        _settle({pk: versions[pk] for pk in some})


def _settle(versions: Mapping[int, int]) -> None:
    with transaction.atomic():
        found = dict(_free().filter(pk__in=versions).values_list("pk", "version"))
        told = [pk for pk, version in found.items() if version == versions[pk]]
        Outbox.objects.filter(pk__in=told).delete()
        Outbox.objects.filter(pk__in=found.keys() - set(told)).update(
            available_at=timezone.now(), attempts=0
        )


def _free() -> QuerySet[Outbox]:
    """Rows that no other transaction is writing; this one holds what it reads of them."""
    if transaction.get_connection().features.has_select_for_update_skip_locked:
        return Outbox.objects.select_for_update(skip_locked=True)
    return Outbox.objects.all()


def postpone(rows: Iterable[Outbox], error: str, *, blame: bool = True) -> None:
    """Puts rows back, later each time. `blame=False` when the far side is away, so that it parks none."""
    now = timezone.now()
    for row in rows:
        tries = row.attempts + 1 if blame else row.attempts
        wait = timedelta(seconds=min(2 ** (tries + 1), 300) if blame else 2)
        Outbox.objects.filter(pk=row.pk).update(
            attempts=Least(F("attempts") + (1 if blame else 0), TRIES),
            available_at=now + wait,
            error=error[:500],
        )


def take_up_parked() -> int:
    """Rows of any queue that were parked are due again, as often as new ones; how many those are."""
    parked = Outbox.objects.filter(attempts__gte=TRIES)
    return parked.update(attempts=0, available_at=timezone.now())


def depth(queue: str) -> Depth:
    """How deep and how old the queue is."""
    found = Outbox.objects.filter(queue=queue).aggregate(
        pending=Count("pk", filter=Q(attempts__lt=TRIES)),
        oldest=Min("created_at", filter=Q(attempts__lt=TRIES)),
        parked=Count("pk", filter=Q(attempts__gte=TRIES)),
    )
    age = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    return Depth(found["pending"], max(0.0, age), found["parked"])
