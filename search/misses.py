"""What people looked for and did not find: for moderators, who can add a synonym or ask for a note.

Nothing says who looked, and nothing is kept that looks like an address or a number of a person. What nobody
has looked for in KEPT days is forgotten.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from kernel.retention.table import LOT
from search.models import Miss, MissWeek

KEPT = 90
"""Days."""
SHOWN, MOST = 100, 5_000
"""Rows of the page; rows that are kept at all."""
SHORTEST, LONGEST = 3, 80
_PERSONAL = re.compile(r"@|\d(?:[\s.-]?\d){4}|https?:|www\.")
"""An address, a number as telephones and documents have, a link."""


def record(q: str) -> None:
    """Counts a question that found nothing, or not all of it."""
    text = " ".join(q.lower().split())
    if not SHORTEST <= len(text) <= LONGEST or _PERSONAL.search(text):
        return
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_miss (text, times, last_on) VALUES (%s, 1, %s)"
            " ON CONFLICT (text) DO UPDATE SET times = search_miss.times + 1, last_on = excluded.last_on",
            [text, today],
        )
        cursor.execute(
            "INSERT INTO search_missweek (week, text, times) VALUES (%s, %s, 1)"
            " ON CONFLICT (week, text) DO UPDATE SET times = search_missweek.times + 1",
            [today - timedelta(days=today.weekday()), text],
        )


def latest() -> Sequence[Miss]:
    """The most frequent first."""
    return list(Miss.objects.order_by("-times", "-last_on", "text")[:SHOWN])


def weeks(most: int) -> Sequence[MissWeek]:
    """The newest week first, in each the most frequent first."""
    return list(MissWeek.objects.order_by("-week", "-times", "text")[:most])


def _old() -> Sequence[QuerySet[Any]]:
    """What is old, and what is more than anybody reads."""
    since = timezone.localdate() - timedelta(days=KEPT)
    beyond = Miss.objects.order_by("-last_on", "-times", "-pk").values_list("pk", flat=True)[MOST:]
    return (
        MissWeek.objects.filter(week__lt=since),
        Miss.objects.filter(Q(last_on__lt=since) | Q(pk__in=list(beyond[:LOT]))),
    )


def number_of_old() -> int:
    return sum(rows.count() for rows in _old())


def forget() -> int:
    """A lot of it; says how many rows."""
    number = 0
    for rows in _old():
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:LOT])
        rows.model._base_manager.filter(pk__in=pks).delete()
        number += len(pks)
    return number
