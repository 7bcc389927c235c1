"""What people looked for and did not find: for moderators, who can add a synonym or ask for a note.

Nothing says who looked, and nothing is kept that looks like an address or a number of a person. What nobody
has looked for in KEPT days is forgotten.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from search.models import Miss, MissWeek

KEPT = 90
"""Days."""
SHOWN, MOST = 100, 5_000
"""Rows of the page; rows that are kept at all."""
SHORTEST, LONGEST = 3, 80
_PERSONAL = re.compile(r"@|\d(?:[\s.-]?\d){4}|https?:|www\.")
"""An address, a number as telephones and documents have, a link."""


def record(q: str) -> None:
    """Counts a question that found nothing for anybody's eyes."""
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


def forget() -> None:
    """What is old, and what is more than anybody reads."""
    MissWeek.objects.filter(week__lt=timezone.localdate() - timedelta(days=KEPT)).delete()
    Miss.objects.filter(last_on__lt=timezone.localdate() - timedelta(days=KEPT)).delete()
    beyond = Miss.objects.order_by("-last_on", "-times", "-pk").values_list("pk", flat=True)[MOST:]
    Miss.objects.filter(pk__in=list(beyond)).delete()
