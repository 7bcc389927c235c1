"""The hours of a place: weeks, seasons, exceptional days, and what they mean on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from directory.hours.times import DAY, BadHours, Day, day_of

OPEN, OFFICE, QUIET = "open", "office", "quiet"
KINDS = (OPEN, OFFICE, QUIET)
TIMETABLES_LIMIT = 12
EXCEPTIONS_LIMIT = 60
EXCEPTION_DAYS_LIMIT = 370
Season = tuple[int, int]
"""First and last day as month * 100 + day; it may pass New Year."""


@dataclass(frozen=True)
class Timetable:
    """A week of one kind, for all year (no season) or for a season, in which it stands instead."""

    days: tuple[Day, ...]
    """Seven, Monday first."""
    kind: str = OPEN
    season: Season | None = None

    @property
    def empty(self) -> bool:
        return not any(self.days)


@dataclass(frozen=True)
class Exceptional:
    """Days on which it is otherwise; without spans it is closed then."""

    first: date
    last: date
    spans: Day = ()
    note: str = ""


@dataclass(frozen=True)
class Hours:
    """All that is known of when a place is open. Nothing known is not the same as closed."""

    timetables: tuple[Timetable, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is said of when visitors may come."""
        return any(table.kind == OPEN for table in self.timetables)

    def of_kind(self, kind: str) -> list[Timetable]:
        return [table for table in self.timetables if table.kind == kind]

    def exception_on(self, day: date) -> Exceptional | None:
        return next((e for e in self.exceptions if e.first <= day <= e.last), None)

    def table_on(self, day: date, kind: str = OPEN) -> Timetable | None:
        """The timetable in force: the season's, else that of the whole year."""
        tables = self.of_kind(kind)
        seasonal = next((t for t in tables if t.season and in_season(day, t.season)), None)
        return seasonal or next((table for table in tables if table.season is None), None)

    def on(self, day: date, kind: str = OPEN) -> Day:
        """The spans that begin on this day. An exception speaks of visitors; no other kind holds then."""
        exception = self.exception_on(day)
        if exception:
            return exception.spans if kind == OPEN else ()
        table = self.table_on(day, kind)
        return table.days[day.weekday()] if table else ()

    def openings(self, first: date, days: int, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """When it is open to visitors, from the day before `first` on (it may last past midnight), as
        moments by the clock of the zone; what touches is one."""
        found: list[tuple[datetime, datetime]] = []
        for number in range(-1, days):
            day = first + timedelta(days=number)
            for one in self.on(day):
                begins, ends = moment(day, one.opens, zone), moment(day, one.closes, zone)
                if found and begins <= found[-1][1]:
                    found[-1] = (found[-1][0], max(found[-1][1], ends))
                else:
                    found.append((begins, ends))
        return found

    def ahead(self, day: date) -> tuple[Exceptional, ...]:
        """The exceptions that are not over."""
        return tuple(exception for exception in self.exceptions if exception.last >= day)


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """This minute of the day by the clock on the wall, also when the clocks change."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=zone)


def in_season(day: date, season: Season) -> bool:
    first, last = season
    code = day.month * 100 + day.day
    return first <= code <= last if first <= last else code >= first or code <= last


def _days_of_year(season: Season) -> Iterator[int]:
    day = date(2024, 1, 1)  # a leap year has every day there is
    while day.year == 2024:
        if in_season(day, season):
            yield day.month * 100 + day.day
        day += timedelta(days=1)


def whole(
    timetables: Iterable[Timetable], exceptions: Iterable[Exceptional] = (), note: str = ""
) -> Hours:
    """Hours in order, without empty weeks. Raises BadHours where two would hold at once."""
    tables = [table for table in timetables if not table.empty]
    tables.sort(key=lambda t: (KINDS.index(t.kind), t.season or (0, 0)))
    if len(tables) > TIMETABLES_LIMIT:
        raise BadHours(_("At most %(limit)s timetables fit.") % {"limit": TIMETABLES_LIMIT})
    for kind in KINDS:
        _check_seasons([table.season for table in tables if table.kind == kind])
    for table in tables:
        _check_nights(table.days)
    # Files put the note between such quotes and know no way to write one inside.
    plain = [replace(one, note=one.note.replace('"', "”")) for one in exceptions]
    ordered = sorted(plain, key=lambda one: (one.first, one.last))
    _check_exceptions(ordered)
    return Hours(tuple(tables), tuple(ordered), note)


def _check_seasons(seasons: Sequence[Season | None]) -> None:
    if seasons.count(None) > 1:
        raise BadHours(_("Two timetables of one kind hold all year. Give one of them a season."))
    taken: set[int] = set()
    for season in seasons:
        days = set(_days_of_year(season)) if season else set()
        if days & taken:
            raise BadHours(_("Two seasons share a day. Let one begin after the other has ended."))
        taken |= days


def _check_nights(days: Sequence[Day]) -> None:
    """What lasts past midnight ends before the next day begins."""
    for number, day in enumerate(days):
        following = days[(number + 1) % 7]
        if day and following and day[-1].closes - DAY > following[0].opens:
            raise BadHours(_("The hours of one night run into those of the next morning."))


def _check_exceptions(exceptions: Sequence[Exceptional]) -> None:
    if len(exceptions) > EXCEPTIONS_LIMIT:
        raise BadHours(_("At most %(limit)s exceptions fit.") % {"limit": EXCEPTIONS_LIMIT})
    for one in exceptions:
        if one.last < one.first:
            raise BadHours(_("The last day is before the first."))
        if (one.last - one.first).days > EXCEPTION_DAYS_LIMIT:
            raise BadHours(_("An exception lasts a year at most."))
        day_of(one.spans)
    for before, after in pairwise(exceptions):
        if after.first <= before.last:
            raise BadHours(_("Two exceptions speak of %(day)s.") % {"day": after.first.isoformat()})
