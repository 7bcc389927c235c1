"""The form in which an editor types the opening hours of a place: a line for each weekday.

It works without a script: under what is written stand one empty timetable and three empty exceptions,
and saving brings new ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.hours.times import BadHours, line
from directory.hours.timetable import KINDS, OPEN, Exceptional, Hours, Season, Timetable
from directory.hours.typed import LINE_LIMIT, day_of_year, read_day, read_day_of_year
from directory.hours.words import NAMES
from kernel.forms import RefusableForm
from kernel.gate import GateCharField, whole_number

SPARE_WEEKS, SPARE_EXCEPTIONS = 1, 3
_WEEKS_LIMIT, _EXCEPTIONS_LIMIT = 20, 80
"""So many of each a sent form may have."""
NOTE_LIMIT = 200


@dataclass(frozen=True)
class WeekPart:
    """The fields of a timetable. The first is that of the whole year and has no fields of its own for it."""

    number: int
    first: bool
    written: bool
    kind: BoundField | None
    begins: BoundField | None
    ends: BoundField | None
    drop: BoundField | None
    days: Sequence[BoundField]

    @property
    def wrong(self) -> bool:
        fields = (self.kind, self.begins, self.ends, *self.days)
        return any(field.errors for field in fields if field is not None)


@dataclass(frozen=True)
class ExceptionPart:
    """The fields of an exception."""

    number: int
    written: bool
    first: BoundField
    last: BoundField
    times: BoundField
    note: BoundField
    drop: BoundField


class HoursForm(RefusableForm):
    """Lines w<week>_d<day>; for further weeks also _kind, _from, _to, _drop; exceptions e<n>_first, _last,
    _times, _note, _drop; and a note. `weeks` and `exceptions` say how many of each were shown."""

    hours_note = GateCharField(
        label=gettext_lazy("A note on the hours"), limit=300, lines=False, required=False,
        help_text=gettext_lazy("What the lines cannot say: by appointment, during rehearsals, ring twice."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, hours: Hours, today: date) -> None:
        super().__init__(data)
        self._today = today
        self._written = list(hours.ahead(today))
        main = next((t for t in hours.of_kind(OPEN) if t.season is None), None)
        rest = [table for table in hours.timetables if table is not main]
        self._tables: list[Timetable | None] = [main or Timetable(((),) * 7), *rest]
        self.fields["hours_note"].initial = hours.note
        self.weeks = self._count("weeks", len(self._tables) + SPARE_WEEKS, _WEEKS_LIMIT)
        self.exceptions = self._count(
            "exceptions", len(self._written) + SPARE_EXCEPTIONS, _EXCEPTIONS_LIMIT
        )
        for number in range(self.weeks):
            self._add_week(number, self._tables[number] if number < len(self._tables) else None)
        for number in range(self.exceptions):
            known = self._written[number] if number < len(self._written) else None
            self._add_exception(number, known)

    def _count(self, name: str, shown: int, most: int) -> int:
        """How many there are to read: as many as were sent, whatever is written now."""
        sent = whole_number(self.data.get(name), most=most) if self.is_bound else None
        return sent if sent else shown

    # ── the fields ──────────────────────────────────────────────────────────────────────────────

    def _add_week(self, number: int, table: Timetable | None) -> None:
        if number:
            self._add_season(number, table)
        for weekday in range(7):
            name = str(WEEKDAYS[weekday])
            self.fields[f"w{number}_d{weekday}"] = GateCharField(
                label=name, limit=LINE_LIMIT, lines=False, required=False,
                initial=line(table.days[weekday]) if table else "",
                widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            )  # fmt: skip

    def _add_season(self, number: int, table: Timetable | None) -> None:
        season: Season | None = table.season if table else None
        plain = {"class": "input input-short", "autocomplete": "off"}
        self.fields[f"w{number}_kind"] = forms.ChoiceField(
            label=_("What these hours are"), choices=[(kind, NAMES[kind]) for kind in KINDS],
            initial=table.kind if table else OPEN, required=False,
        )  # fmt: skip
        for part, label, place in (("from", _("From"), 0), ("to", _("To"), 1)):
            self.fields[f"w{number}_{part}"] = GateCharField(
                label=label, limit=20, lines=False, required=False,
                initial=day_of_year(season[place]) if season else "",
                widget=forms.TextInput(attrs=plain),
            )  # fmt: skip
        self.fields[f"w{number}_drop"] = forms.BooleanField(
            label=_("Remove this timetable"), required=False
        )

    def _add_exception(self, number: int, known: Exceptional | None) -> None:
        day = {"class": "input input-short", "type": "date"}
        for part, label in (("first", _("Day")), ("last", _("Last day, if there are several"))):
            initial = getattr(known, part) if known else None
            if known and part == "last" and known.last == known.first:
                initial = None
            self.fields[f"e{number}_{part}"] = forms.DateField(
                label=label, required=False, initial=initial,
                widget=forms.DateInput(attrs=day, format="%Y-%m-%d"),
                input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            )  # fmt: skip
        self.fields[f"e{number}_times"] = GateCharField(
            label=_("Hours on that day"), limit=LINE_LIMIT, lines=False, required=False,
            initial=(line(known.spans) or _("closed")) if known else "",
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields[f"e{number}_note"] = GateCharField(
            label=_("Why"), limit=NOTE_LIMIT, lines=False, required=False,
            initial=known.note if known else "",
            widget=forms.TextInput(attrs={"class": "input"}),
        )  # fmt: skip
        self.fields[f"e{number}_drop"] = forms.BooleanField(
            label=_("Remove this exception"), required=False
        )

    # ── for the template ────────────────────────────────────────────────────────────────────────

    def week_parts(self) -> Iterator[WeekPart]:
        for number in range(self.weeks):
            kind, begins, ends, drop = (
                self[f"w{number}_{name}"] if number else None
                for name in ("kind", "from", "to", "drop")
            )
            days = [self[f"w{number}_d{weekday}"] for weekday in range(7)]
            written = number < len(self._tables)
            yield WeekPart(number, not number, written, kind, begins, ends, drop, days)

    def exception_parts(self) -> Iterator[ExceptionPart]:
        for number in range(self.exceptions):
            parts = (
                self[f"e{number}_{name}"] for name in ("first", "last", "times", "note", "drop")
            )
            yield ExceptionPart(number, number < len(self._written), *parts)

    # ── reading what was typed ──────────────────────────────────────────────────────────────────

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        tables = [self._week(data, number) for number in range(self.weeks)]
        exceptions = [self._exception(data, number) for number in range(self.exceptions)]
        self._hours = Hours(
            tuple(table for table in tables if table and not table.empty),
            tuple(one for one in exceptions if one), data.get("hours_note", ""),
        )  # fmt: skip
        return data

    def hours(self) -> Hours:
        """What a valid form says; the action judges how its parts fit together."""
        return self._hours

    def _week(self, data: dict[str, Any], number: int) -> Timetable | None:
        if data.get(f"w{number}_drop"):
            for name in (f"w{number}_d{weekday}" for weekday in range(7)):
                self.errors.pop(name, None)
            return None
        days = tuple(self._line(data, f"w{number}_d{weekday}") for weekday in range(7))
        table = Timetable(days)
        if not number:
            return table
        table = replace(table, kind=data.get(f"w{number}_kind") or OPEN)
        season = [self._day_of_year(data, f"w{number}_{part}") for part in ("from", "to")]
        if table.empty:
            if any(season) and not any(
                f"w{number}_d{weekday}" in self.errors for weekday in range(7)
            ):
                self.add_error(
                    f"w{number}_d0",
                    _(
                        "Write hours on one day at least. Closed for a season? Give the season in which it is open."
                    ),
                )
            return None
        if season[0] and season[1]:
            return replace(table, season=(season[0], season[1]))
        if (
            any(season)
            and f"w{number}_from" not in self.errors
            and f"w{number}_to" not in self.errors
        ):
            self.add_error(
                f"w{number}_{'to' if season[0] else 'from'}", _("Give both days of the season.")
            )
        elif (
            table.kind == OPEN
            and not any(season)
            and any(self._line(data, f"w0_d{d}") for d in range(7))
        ):
            self.add_error(f"w{number}_from", _("Give the season in which these hours hold."))
        return table

    def _exception(self, data: dict[str, Any], number: int) -> Exceptional | None:
        name = f"e{number}_"
        first, last = data.get(f"{name}first"), data.get(f"{name}last")
        note = data.get(f"{name}note", "")
        if data.get(f"{name}drop"):
            return None
        spans = self._line(data, f"{name}times")
        if not first:
            told = last or note or data.get(f"{name}times")
            if told and f"{name}first" not in self.errors:
                self.add_error(f"{name}first", _("Say on which day, or remove the exception."))
            return None
        if last and last < first:
            self.add_error(f"{name}last", _("The last day is before the first."))
            return None
        if (last or first) < self._today and not self._stood(first, last or first):
            self.add_error(f"{name}first", _("This day is over."))
            return None
        return Exceptional(first, last or first, spans, note)

    def _stood(self, first: date, last: date) -> bool:
        return any((one.first, one.last) == (first, last) for one in self._written)

    def _line(self, data: dict[str, Any], name: str) -> tuple[Any, ...]:
        try:
            return read_day(data.get(name) or "")
        except BadHours as error:
            if name not in self.errors:
                self.add_error(name, str(error))
            return ()

    def _day_of_year(self, data: dict[str, Any], name: str) -> int | None:
        raw = data.get(name)
        if not raw:
            return None
        try:
            return read_day_of_year(raw)
        except BadHours as error:
            self.add_error(name, str(error))
            return None
