"""Opening hours between the tables and plain values. Nothing else reads or writes the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.hours.times import Span
from directory.hours.timetable import KINDS, Exceptional, Hours, Timetable
from directory.models import OpeningException, OpeningPeriod, Site

PERIOD = ("kind", "weekday", "opens", "closes", "season_from", "season_to")
EXCEPTION = ("first", "last", "opens", "closes", "note")


@dataclass
class Rows:
    """The rows of one place, as tuples of PERIOD and of EXCEPTION."""

    periods: list[tuple[Any, ...]] = field(default_factory=list)
    exceptions: list[tuple[Any, ...]] = field(default_factory=list)


def hours_of(sites: Iterable[Site]) -> dict[int, Hours]:
    """The hours of each place, by its id: two statements, however many."""
    notes = {site.pk: site.hours_note for site in sites if site.pk}
    found: dict[int, Rows] = defaultdict(Rows)
    for pk, *row in OpeningPeriod.objects.filter(site__in=notes).values_list("site_id", *PERIOD):
        found[pk].periods.append(tuple(row))
    for pk, *row in OpeningException.objects.filter(site__in=notes).values_list(
        "site_id", *EXCEPTION
    ):
        found[pk].exceptions.append(tuple(row))
    return {pk: from_rows(found[pk], note) for pk, note in notes.items()}


def from_rows(rows: Rows, note: str = "") -> Hours:
    """Plain values of rows. What the actions have judged once is not judged again."""
    weeks: dict[tuple[str, Any], list[list[Span]]] = {}
    order = sorted(rows.periods, key=lambda row: (row[4] or 0, row[1], row[2]))
    for kind, weekday, opens, closes, first, last in order:
        season = None if first is None or last is None else (first, last)
        week = weeks.setdefault((kind, season), [[] for _day in range(7)])
        week[weekday].append(Span(opens, closes))
    days: dict[tuple[Any, Any, str], list[Span]] = {}
    for first, last, opens, closes, words in sorted(rows.exceptions, key=_in_order):
        spans = days.setdefault((first, last, words), [])
        if opens is not None and closes is not None:
            spans.append(Span(opens, closes))
    return Hours(
        tuple(
            Timetable(tuple(map(tuple, week)), kind, season)
            for (kind, season), week in sorted(weeks.items(), key=_by_kind)
        ),
        tuple(
            Exceptional(first, last, tuple(spans), words)
            for (first, last, words), spans in days.items()
        ),
        note,
    )


def _by_kind(entry: tuple[tuple[str, Any], Any]) -> tuple[Any, ...]:
    (kind, season), _week = entry
    return KINDS.index(kind) if kind in KINDS else len(KINDS), season or (0, 0)


def _in_order(row: Sequence[Any]) -> tuple[Any, ...]:
    return row[0], row[1], row[2] or 0


def as_rows(hours: Hours) -> Rows:
    """The rows that hold these hours."""
    return Rows(
        [
            (table.kind, weekday, one.opens, one.closes, *(table.season or (None, None)))
            for table in hours.timetables
            for weekday, day in enumerate(table.days)
            for one in day
        ],
        [
            (e.first, e.last, one.opens if one else None, one.closes if one else None, e.note)
            for e in hours.exceptions
            for one in e.spans or (None,)
        ],
    )


def period(site: Site, row: Sequence[Any]) -> OpeningPeriod:
    return OpeningPeriod(site=site, **dict(zip(PERIOD, row, strict=True)))


def exception(site: Site, row: Sequence[Any]) -> OpeningException:
    return OpeningException(site=site, **dict(zip(EXCEPTION, row, strict=True)))


def write_hours(site: Site, hours: Hours) -> None:
    """Puts these rows in place of those that the place has, inside the caller's transaction. The note is
    the caller's to save."""
    OpeningPeriod.objects.filter(site=site).delete()
    OpeningException.objects.filter(site=site).delete()
    add_hours([(site, hours)])


def add_hours(pairs: Iterable[tuple[Site, Hours]]) -> None:
    """The rows of places that have none yet."""
    rows = [(site, as_rows(hours)) for site, hours in pairs]
    OpeningPeriod.objects.bulk_create(
        period(site, row) for site, found in rows for row in found.periods
    )
    OpeningException.objects.bulk_create(
        exception(site, row) for site, found in rows for row in found.exceptions
    )
