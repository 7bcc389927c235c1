"""What the pages of an import show: lines by how they end, and the same as a file to keep."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from directory.finding.open_data import safe_cell
from directory.forms.importing import COLUMN_NAMES
from directory.hours.judging import FIELDS as HOURS
from directory.models import ImportJob, ImportLine, OrganisationKind, Site
from directory.record.words import label_of
from directory.vocabulary.accessibility import ATTRIBUTES
from kernel.paging import Slice, keyset

ROWS = 50
REPORT_COLUMNS = ("line", "outcome", "name", "reason", "changes", "could_be", "choice", "ended")
_Outcome = ImportLine.Outcome
ORDER = (
    _Outcome.DOUBTFUL,
    _Outcome.WRONG,
    _Outcome.NEW,
    _Outcome.CHANGED,
    _Outcome.SAME,
    _Outcome.OURS,
)
"""What needs a person comes first."""
INKS = {
    "new": "green", "changed": "blue", "same": "", "ours": "plum", "doubtful": "ochre",
    "wrong": "danger", "left": "",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class LineRow:
    """A line as the page shows it. `words`: how it ends; `choices`: what may be said of a doubtful one."""

    row: ImportLine
    words: str
    ink: str
    differences: Sequence[Difference]
    choices: Sequence[tuple[str, str]]


def lines_page(job: ImportJob, *, outcome: str, cursor: str | None) -> Slice[ImportLine]:
    rows = ImportLine.objects.filter(job=job).select_related("twin")
    if outcome:
        rows = rows.filter(outcome=outcome)
    return keyset(rows, order=("line",), cursor=cursor, limit=ROWS)


def dressed(rows: Sequence[ImportLine]) -> list[LineRow]:
    return [
        LineRow(
            row, _ended(row), INKS[row.done or row.outcome],
            [_difference(field, pair) for field, pair in row.changes.items()],
            _choices(row) if row.outcome == _Outcome.DOUBTFUL and not row.done else (),
        )
        for row in rows
    ]  # fmt: skip


def _ended(row: ImportLine) -> str:
    if row.done == "left":
        return _("left out")
    return str(_Outcome(row.done or row.outcome).label)


def _choices(row: ImportLine) -> list[tuple[str, str]]:
    """A twin within the file is no organisation yet that the line could be."""
    return [
        (str(value), str(label))
        for value, label in ImportLine.Choice.choices
        if value != ImportLine.Choice.SAME or row.twin_id is not None
    ]


def tabs(job: ImportJob, outcome: str) -> list[dict[str, Any]]:
    """Every outcome that lines have, with their number: one grouped count."""
    from django.db.models import Count

    counts = dict(
        ImportLine.objects.filter(job=job)
        .order_by()
        .values_list("outcome")
        .annotate(number=Count("pk"))
    )
    rows: list[dict[str, Any]] = [
        {"label": _("All"), "href": "?", "count": sum(counts.values()), "chosen": not outcome}
    ]
    rows += [
        {
            "label": value.label, "href": f"?outcome={value.value}", "count": counts[value.value],
            "chosen": outcome == value.value,
        }
        for value in ORDER
        if counts.get(value.value)
    ]  # fmt: skip
    return rows


def undecided(job: ImportJob) -> int:
    """Doubtful lines that nobody has said anything of: they would be left out."""
    return ImportLine.objects.filter(job=job, outcome=_Outcome.DOUBTFUL, choice="").count()


def would_come(job: ImportJob) -> dict[str, int]:
    """How many lines a yes would bring: what is new and what changes, with what was chosen."""
    from django.db.models import Count

    rows = ImportLine.objects.filter(job=job).order_by().values_list("outcome", "choice")
    counts: Mapping[tuple[str, str], int] = {
        (outcome, choice): number for outcome, choice, number in rows.annotate(number=Count("pk"))
    }
    return {
        "new": counts.get(("new", ""), 0) + counts.get(("doubtful", "other"), 0),
        "changed": counts.get(("changed", ""), 0) + counts.get(("doubtful", "same"), 0),
    }


def _difference(field: str, pair: Sequence[Any]) -> Difference:
    name, _dot, rest = field.partition(".")
    words = str(COLUMN_NAMES.get(name) or _OTHER_NAMES.get(name) or label_of(name))
    if name == "access":
        code = rest.partition(".")[0]
        words = str(ATTRIBUTES[code].name) if code in ATTRIBUTES else rest
    return Difference(words, _said(name, pair[0]), _said(name, pair[1]))


_OTHER_NAMES: Mapping[str, Any] = {
    **dict.fromkeys(HOURS, _lazy("Opening hours")), "networks": _lazy("Networks"),
}  # fmt: skip


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name == "kind" and value in OrganisationKind.values:
        return str(OrganisationKind(value).label)
    if name == "precision" and value in Site.Precision.values:
        return str(Site.Precision(value).label)
    text = str(value)
    return text if len(text) <= 160 else f"{text[:157]}…"


def report(job: ImportJob) -> Iterator[str]:
    """Every line as CSV, some hundred at a time; no cell is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield "\ufeff"  # spreadsheets read UTF-8 with it
    writer.writerow(REPORT_COLUMNS)
    rows = ImportLine.objects.filter(job=job).select_related("twin").order_by("line")
    for number, row in enumerate(rows.iterator(chunk_size=500), start=1):
        could_be = row.twin.slug if row.twin else ""
        if row.twin_line:
            could_be = f"line {row.twin_line}"
        cells = (
            row.line, row.outcome, row.name, row.reason,
            "; ".join(
                f"{d.field}: {d.before} → {d.after}"
                for d in (_difference(field, pair) for field, pair in row.changes.items())
            ),
            could_be, row.choice, row.done,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
        if number % 500 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
