"""Opening hours in the API's objects and in the columns of a file."""

from datetime import date
from typing import Any

from directory.hours import osm
from directory.hours.times import Span, iso
from directory.hours.timetable import OFFICE, OPEN, QUIET, Hours

IN_FILES = {
    "hours": "opening_hours",
    "office_hours": "office_hours",
    "quiet_hours": "quiet_hours",
    "hours_note": "hours_note",
    "site_phone": "phone",
    "transport": "transport",
    "building": "building",
    "area": "area",
}
"""Columns of our own files: the names under which an object's place has the same."""


def as_open_data(hours: Hours, today: date) -> dict[str, Any]:
    """`hours`: a row for each span of a week; `from` and `to` are month-day of a season that comes back
    each year and stands instead of the rows without one. What closes at or before it opens closes on
    the next day. `exceptions`: those that are not over, with no times where it is closed. The same as
    texts in the notation of OpenStreetMap."""
    return {
        "opening_hours": osm.write(hours, OPEN, since=today),
        "office_hours": osm.write(hours, OFFICE),
        "quiet_hours": osm.write(hours, QUIET),
        "hours": [
            {
                "kind": table.kind,
                "day": osm.DAYS[weekday].lower(),
                **_times(span),
                "from": _day(table.season[0]) if table.season else None,
                "to": _day(table.season[1]) if table.season else None,
            }
            for table in hours.timetables
            for weekday, day in enumerate(table.days)
            for span in day
        ],
        "exceptions": [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "times": [_times(span) for span in one.spans],
                "note": one.note,
            }
            for one in hours.ahead(today)
        ],
        "hours_note": hours.note,
    }


def _times(span: Span) -> dict[str, str]:
    return {"opens": iso(span.opens), "closes": iso(span.closes)}


def _day(code: int) -> str:
    return f"{code // 100:02}-{code % 100:02}"
