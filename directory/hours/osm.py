"""Opening hours in the notation of OpenStreetMap, for files: Mo-Fr 09:00-17:00; Sa 10:00-13:00.

Written and read: weekdays with times, `off`, seasons (`May 01-Sep 30`), dates (`2026 Dec 24 off "note"`).
Of what others write more is understood (`24/7`, `May-Sep`); what is not understood is refused as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from directory.hours.times import DAY, BadHours, Day, Span, day_of, from_iso, iso, span
from directory.hours.timetable import OPEN, Exceptional, Hours, Season, Timetable, whole
from directory.hours.typed import MONTH_DAYS

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEXT_LIMIT = 4_000
_MONTH, _WEEKDAY = "|".join(MONTHS), "|".join(DAYS)
_SEASON = re.compile(
    rf"({_MONTH})(?: (\d\d?))?(?: ?- ?(?:({_MONTH})(?: (\d\d?))?|(\d\d?)))?(?![\w:])\s*:?\s*"
)
_DATE = re.compile(
    rf"(\d{{4}}) ({_MONTH}) (\d\d?)(?: ?- ?(?:(?:(\d{{4}}) )?({_MONTH}) )?(\d\d?))?(?![\w:])\s*:?\s*"
)
_DAYS = re.compile(
    rf"((?:{_WEEKDAY})(?:-(?:{_WEEKDAY}))?(?:\s*,\s*(?:{_WEEKDAY})(?:-(?:{_WEEKDAY}))?)*)(?!\w)\s*"
)
_TIMES = re.compile(r"\d\d?:\d\d\s*-\s*\d\d?:\d\d(?:\s*,\s*\d\d?:\d\d\s*-\s*\d\d?:\d\d)*")
_NOTE = re.compile(r'\s*"([^"]*)"$')


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def write(hours: Hours, kind: str = OPEN, *, since: date | None = None) -> str:
    """The hours of one kind; for visitors with the exceptions that end on `since` or later."""
    rules: list[str] = []
    for table in sorted(hours.of_kind(kind), key=lambda t: t.season or (0, 0)):
        season = f"{_season(table.season)} " if table.season else ""
        # In this notation a season changes only the days it names: say what is closed.
        rules += [f"{season}off"] if season else []
        rules += [f"{season}{days} {_spans(spans)}" for days, spans in _groups(table.days)]
    for one in hours.exceptions if kind == OPEN else ():
        if since is None or one.last >= since:
            note = f' "{one.note}"' if one.note else ""
            rules.append(f"{_dates(one)} {_spans(one.spans) if one.spans else 'off'}{note}")
    return "; ".join(rules)


def _spans(day: Day) -> str:
    return ",".join(f"{iso(one.opens)}-{iso(one.closes)}" for one in day)


def _season(season: Season) -> str:
    return "-".join(f"{MONTHS[code // 100 - 1]} {code % 100:02}" for code in season)


def _dates(one: Exceptional) -> str:
    first, last = (
        f"{day.year} {MONTHS[day.month - 1]} {day.day:02}" for day in (one.first, one.last)
    )
    return first if first == last else f"{first}-{last}"


def _groups(days: Sequence[Day]) -> Iterator[tuple[str, Day]]:
    """("Mo-We,Fr", spans) of the days that are open, those alike together."""
    for spans in dict.fromkeys(day for day in days if day):
        numbers = [number for number, day in enumerate(days) if day == spans]
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        yield ",".join(_run(run) for run in runs), spans


def _run(run: Sequence[int]) -> str:
    if len(run) <= 2:
        return ",".join(DAYS[number] for number in run)
    return f"{DAYS[run[0]]}-{DAYS[run[-1]]}"


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def read(text: str, kind: str = OPEN) -> Hours:
    """The hours of a text. Raises BadHours for anything that is not wholly understood."""
    if len(text) > TEXT_LIMIT:
        raise BadHours(_("This is too long."))
    weeks: dict[Season | None, list[Day]] = {}
    exceptions: list[Exceptional] = []
    for rule in _rules(text):
        if exception := _exception(rule):
            exceptions.append(exception)
            continue
        season, rest = _season_of(rule)
        if exceptions or (season is None and set(weeks) - {None}):
            raise _unclear(rule)  # a later rule would change the earlier ones: no notation of ours
        numbers, spans = _week_rule(rest, rule)
        if season not in weeks:
            # Days that a season does not name are as in the rest of the year.
            weeks[season] = list(weeks.get(None, [()] * 7))
        for number in numbers:
            weeks[season][number] = spans
    tables = [Timetable(tuple(days), kind, season) for season, days in weeks.items()]
    if any(table.empty and table.season for table in tables):
        raise BadHours(_("A season without any open day cannot be kept."))
    return whole(tables, exceptions)


def _rules(text: str) -> Iterable[str]:
    """Parts between semicolons that stand outside of quotes."""
    if text.count('"') % 2:
        raise _unclear(text)
    parts = re.findall(r'(?:[^;"]|"[^"]*")+', text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def _exception(rule: str) -> Exceptional | None:
    found = _DATE.match(rule)
    if not found:
        return None
    year, month, day, last_year, last_month, last_day = found.groups()
    try:
        first = date(int(year), MONTHS.index(month) + 1, int(day))
        last = first
        if last_day:
            last = date(
                int(last_year or year), MONTHS.index(last_month or month) + 1, int(last_day)
            )
    except ValueError:
        raise _unclear(rule) from None
    rest = rule[found.end() :].strip()
    note = _NOTE.search(rest)
    rest = rest[: note.start()].strip() if note else rest
    return Exceptional(first, last, _times(rest, rule), note[1].strip()[:200] if note else "")


def _season_of(rule: str) -> tuple[Season | None, str]:
    found = _SEASON.match(rule)
    if not found:
        return None, rule
    month, day, last_month, last_day, same_month_day = found.groups()
    first = MONTHS.index(month) + 1
    last = MONTHS.index(last_month) + 1 if last_month else first
    end = last_day or same_month_day
    if (last_month and bool(day) != bool(last_day)) or (same_month_day and not day):
        raise _unclear(rule)
    if day and not end:
        raise _unclear(rule)  # one day of every year is no season of ours
    days = int(day or 1), int(end or MONTH_DAYS[last - 1])
    if not (1 <= days[0] <= MONTH_DAYS[first - 1] and 1 <= days[1] <= MONTH_DAYS[last - 1]):
        raise _unclear(rule)
    return (first * 100 + days[0], last * 100 + days[1]), rule[found.end() :]


def _week_rule(text: str, rule: str) -> tuple[list[int], Day]:
    if text == "24/7":
        return list(range(7)), (Span(0, DAY),)
    found = _DAYS.match(text)
    if not found:
        return list(range(7)), _times(text, rule)
    numbers: list[int] = []
    for part in found[1].split(","):
        first, _hyphen, last = part.strip().partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        numbers += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return numbers, _times(text[found.end() :], rule)


def _times(text: str, rule: str) -> Day:
    if text in ("off", "closed"):
        return ()
    if not _TIMES.fullmatch(text):
        raise _unclear(rule)
    spans: list[Span] = []
    for part in text.split(","):
        opens, closes = (from_iso(word.strip()) for word in part.split("-"))
        if DAY < closes < 2 * DAY:  # 26:00 is two at night
            closes -= DAY
        spans.append(span(opens, closes))
    return day_of(spans)


def _unclear(text: str) -> BadHours:
    return BadHours(
        _("“%(text)s” is not clear to us. Write for example Mo-Fr 09:00-17:00; Sa 10:00-13:00.")
        % {"text": text[:60]}
    )
