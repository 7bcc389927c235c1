"""Opening hours as schema.org writes them: openingHoursSpecification and the special ones."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from directory.hours.times import DAY, Day, Span, iso
from directory.hours.timetable import OPEN, Hours, Timetable

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPE = "OpeningHoursSpecification"


def regular(hours: Hours, today: date) -> list[dict[str, Any]]:
    """The weeks, each with the days between which it holds where seasons change within a year: a reader
    knows no season that stands instead of another."""
    tables = hours.of_kind(OPEN)
    if all(table.season is None for table in tables):
        return [spec for table in tables for spec in _week(table)]
    return [
        {**spec, "validFrom": first.isoformat(), "validThrough": last.isoformat()}
        for table, first, last in _stretches(hours, today)
        for spec in _week(table)
    ]


def special(hours: Hours, today: date) -> list[dict[str, Any]]:
    """The exceptions that are not over; a day that is closed opens and closes at midnight."""
    return [
        {"@type": _TYPE, "name": one.note, **_times(span), "validFrom": one.first.isoformat(),
         "validThrough": one.last.isoformat()}
        for one in hours.ahead(today)
        for span in one.spans or (None,)
    ]  # fmt: skip


def _week(table: Timetable) -> Iterator[dict[str, Any]]:
    days: dict[Day, list[str]] = {}
    for number, day in enumerate(table.days):
        days.setdefault(day, []).append(f"https://schema.org/{_NAMES[number]}")
    for day, names in days.items():
        for span in day:
            yield {"@type": _TYPE, "dayOfWeek": names, **_times(span)}


def _times(span: Span | None) -> dict[str, str]:
    if span is None:
        return {"opens": "00:00", "closes": "00:00"}
    closes = "23:59" if span.closes == DAY else iso(span.closes)
    return {"opens": iso(span.opens), "closes": closes}


def _stretches(hours: Hours, today: date) -> Iterator[tuple[Timetable, date, date]]:
    """The timetables in force one after another, for a year from today."""
    current, since = hours.table_on(today), today
    for number in range(1, 367):
        day = today + timedelta(days=number)
        table = hours.table_on(day) if number < 366 else None
        if table is not current or number == 366:
            if current is not None:
                yield current, since, day - timedelta(days=1)
            current, since = table, day
