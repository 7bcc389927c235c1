"""Days that people name, as moments by the site's clocks."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

FIRST, LAST = date(2, 1, 1), date(9998, 12, 30)
"""Nearer to the ends of the calendar a day cannot be counted on, nor told by another clock."""


def midnight(day: date) -> datetime:
    """When the day begins; of one at the ends of the calendar, something as far away."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time()))


def midnight_after(day: date) -> datetime:
    """When it is over."""
    return midnight(min(day, LAST) + timedelta(days=1))
