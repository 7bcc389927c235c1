"""Time on working days: Saturdays, Sundays and public holidays do not count, all other hours do.

A question waits in the evening too; nobody is late for not answering on Christmas Eve.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from directory.hours.holidays import holidays

DAY = timedelta(days=1)
_SATURDAY = 5
_FURTHEST = 400
"""Days that are looked through at most: further ahead nothing of ours is due."""


def working_seconds(since: datetime, until: datetime) -> int:
    """Seconds of working days between two moments, by the site's clocks."""
    total = 0.0
    for begin, end in _working_days(since):
        if begin >= until:
            break
        total += (min(end, until) - max(begin, since)).total_seconds()
    return int(total)


def after_working(since: datetime, seconds: int) -> datetime:
    """The moment at which so many seconds of working days have passed."""
    left = float(max(0, seconds))
    for begin, end in _working_days(since):
        begin = max(begin, since)
        length = (end - begin).total_seconds()
        if left <= length:
            return begin + timedelta(seconds=left)
        left -= length
    return since + _FURTHEST * DAY


def _working_days(since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working days from the one of `since` on, each from midnight to midnight."""
    first = timezone.localtime(since).date()
    free = set(holidays(first, first + _FURTHEST * DAY))
    for number in range(_FURTHEST):
        day = first + number * DAY
        if day.weekday() < _SATURDAY and day not in free:
            yield _midnight(day), _midnight(day + DAY)


def _midnight(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))  # type: ignore[arg-type]
