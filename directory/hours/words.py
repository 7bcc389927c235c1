"""Opening hours as people read them: days that are alike together, in the language of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.hours.holidays import holidays
from directory.hours.times import Day, brief
from directory.hours.timetable import KINDS, OFFICE, OPEN, QUIET, Exceptional, Hours, Season

AHEAD = 42
"""Days for which the page names exceptions."""
SCRIPT_DAYS = 9
"""Days for which a script is told the hours: a week from any moment of a kept day."""
NAMES = {
    OPEN: gettext_lazy("Open to visitors"),
    OFFICE: gettext_lazy("Office"),
    QUIET: gettext_lazy("Quiet hours"),
}


@dataclass(frozen=True)
class Week:
    """A timetable in words. `lines`: ("Monday–Friday", "9–17"), the closed days too."""

    title: str
    season: str
    now: bool
    """Whether it holds on the day of the page."""
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """The hours of one place as its page shows them on a day."""

    today: str
    """The hours of that day, or "closed"; "" where nothing is known."""
    weeks: Sequence[Week]
    exceptions: Sequence[tuple[str, str, str]]
    """(days, hours, note) of the coming weeks."""
    holidays: Sequence[str]
    """Public holidays ahead of which nothing is said though it would be open by the week."""
    note: str
    moments: str
    """For the script: "begin/end begin/end …" in ISO 8601 with the zone."""

    @property
    def empty(self) -> bool:
        return not (self.weeks or self.exceptions or self.note)


def shown(hours: Hours, day: date, zone: ZoneInfo) -> Shown:
    """What is true on this day, whatever the time: the page is kept for so long."""
    ahead = [e for e in hours.ahead(day) if e.first <= day + timedelta(days=AHEAD)]
    said = bool(hours.known or hours.exception_on(day))
    openings = hours.openings(day, SCRIPT_DAYS, zone) if hours.known or ahead else []
    return Shown(
        today=(spans_in_words(hours.on(day)) or _("closed")) if said else "",
        weeks=weeks(hours, day),
        exceptions=[
            (days_in_words(e), spans_in_words(e.spans) or _("closed"), e.note) for e in ahead
        ],
        holidays=[
            date_format(holiday, "l, j E")
            for holiday in holidays(day, day + timedelta(days=21))
            if hours.on(holiday) and not hours.exception_on(holiday)
        ],
        note=hours.note,
        moments=" ".join(f"{begins.isoformat()}/{ends.isoformat()}" for begins, ends in openings),
    )


def weeks(hours: Hours, day: date) -> list[Week]:
    found: list[Week] = []
    for kind in KINDS:
        tables = hours.of_kind(kind)
        many = len(tables) > 1 or any(table.season for table in tables)
        for table in tables:
            season = (
                _("%(days)s each year") % {"days": season_in_words(table.season)}
                if table.season
                else ""
            )
            found.append(
                Week(
                    str(NAMES[kind]), season or (_("the rest of the year") if many else ""),
                    hours.table_on(day, kind) is table, grouped(table.days, closed=kind == OPEN),
                )
            )  # fmt: skip
    return found


def in_words(hours: Hours) -> str:
    """Hours of one kind as lines of text, for the history: whatever the day, with the year of each exception."""
    lines = []
    for table in hours.timetables:
        season = f"{season_in_words(table.season)}: " if table.season else ""
        week = [f"{days} {times}" for days, times in grouped(table.days, closed=False)]
        lines.append(season + ", ".join(week))
    for one in hours.exceptions:
        first, last = (date_format(day, "j E Y") for day in (one.first, one.last))
        days = first if one.first == one.last else f"{first} – {last}"
        times = spans_in_words(one.spans) or _("closed")
        lines.append(f"{days}: {times}" + (f" ({one.note})" if one.note else ""))
    return "\n".join(lines)


def grouped(days: Sequence[Day], *, closed: bool = True) -> list[tuple[str, str]]:
    """("Monday–Friday", "9–17") in the order of the week; neighbours that are alike stand together."""
    runs: list[tuple[int, int, Day]] = []
    for number, day in enumerate(days):
        if runs and runs[-1][2] == day:
            runs[-1] = (runs[-1][0], number, day)
        else:
            runs.append((number, number, day))
    return [
        (_days(first, last), spans_in_words(day) or _("closed"))
        for first, last, day in runs
        if day or closed
    ]


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("every day")
    names = [
        str(WEEKDAYS[number]).lower() if _small() else str(WEEKDAYS[number])
        for number in (first, last)
    ]
    if first == last:
        return names[0]
    return f"{names[0]}, {names[1]}" if last == first + 1 else f"{names[0]}–{names[1]}"


def _small() -> bool:
    """Whether the language writes weekdays small."""
    from django.utils.translation import get_language

    return (get_language() or "pl").startswith("pl")


def spans_in_words(day: Day) -> str:
    return ", ".join(_("round the clock") if one == (0, 24 * 60) else brief(one) for one in day)


def season_in_words(season: Season) -> str:
    """1 May – 30 September; of a leap year, so that the last of February has a name."""
    first, last = (date_format(date(2024, code // 100, code % 100), "j E") for code in season)
    return f"{first} – {last}"


def days_in_words(one: Exceptional) -> str:
    first = date_format(one.first, "l, j E" if one.first == one.last else "j E")
    return first if one.first == one.last else f"{first} – {date_format(one.last, 'j E')}"
