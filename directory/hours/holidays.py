"""Public holidays of Poland (act of 18 January 1951 as it stands since 2025), for a hint: nobody is taken
for closed because of one."""

from collections.abc import Iterator
from datetime import date, timedelta

_FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26))
_AFTER_EASTER = (0, 1, 49, 60)
"""Easter Sunday and Monday, Pentecost, Corpus Christi."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - leap + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holidays(first: date, last: date) -> Iterator[date]:
    """Those from the first day to the last, in order."""
    for year in range(first.year, last.year + 1):
        days = {date(year, month, day) for month, day in _FIXED}
        days |= {easter(year) + timedelta(days=after) for after in _AFTER_EASTER}
        yield from (day for day in sorted(days) if first <= day <= last)
