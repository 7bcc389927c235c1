"""What moderation did in half a year, for everybody: counted from the log alone, which holds nobody's name."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.utils import timezone

from moderation.models import Appeal, Entry, Ground, Verdict
from moderation.queue import kind_words

MOST = 12
"""Half-years that can be chosen."""
QUIET = (Verdict.KEEP, Verdict.RESTORE)


@dataclass(frozen=True)
class Half:
    """A half-year: the first, January to June, or the second."""

    year: int
    half: int

    @property
    def name(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def begin(self) -> datetime:
        return timezone.make_aware(
            datetime.combine(date(self.year, 1 if self.half == 1 else 7, 1), time())
        )

    @property
    def end(self) -> datetime:
        return self.next().begin

    @property
    def running(self) -> bool:
        return self.end > timezone.now()

    def next(self) -> "Half":
        return Half(self.year, 2) if self.half == 1 else Half(self.year + 1, 1)


@dataclass(frozen=True)
class Row:
    ground: str
    kind: str
    verdict: str
    number: int
    by_filter: int
    """Of these, found by a filter's fixed rules."""
    automatic: int
    """Of these, decided by a program."""


@dataclass(frozen=True)
class Report:
    half: Half
    rows: Sequence[Row]
    decided: int
    """Reports and waiting things answered, whatever came of it."""
    kept: int
    hours: float | None
    """The median from when it began to wait."""
    reports: int
    notices: int
    """Of these, by people without an account."""
    reasons: Sequence[tuple[str, int]]
    appeals: int
    upheld: int
    reversed: int
    undone: int


def half_of(moment: datetime) -> Half:
    local = timezone.localtime(moment)
    return Half(local.year, 1 if local.month <= 6 else 2)


def halves() -> list[Half]:
    """From the first line of the log to now, the newest first."""
    first = Entry.objects.order_by("number").values_list("at", flat=True).first()
    now = half_of(timezone.now())
    one, found = half_of(first) if first else now, []
    while one.begin <= now.begin:
        found.append(one)
        one = one.next()
    return found[::-1][:MOST]


def report_of(half: Half) -> Report:
    """One statement for the log, one for the names of the grounds."""
    names = {ground.slug: ground.name for ground in Ground.objects.all()}
    count: Counter[tuple[str, str, str]] = Counter()
    filtered: Counter[tuple[str, str, str]] = Counter()
    automatic: Counter[tuple[str, str, str]] = Counter()
    reasons: Counter[str] = Counter()
    deeds: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    waits: list[int] = []
    notices = 0
    entries = Entry.objects.filter(at__gte=half.begin, at__lt=half.end)
    for deed, kind, figures in (
        entries.order_by().values_list("deed", "kind", "figures").iterator(2_000)
    ):
        deeds[deed] += 1
        if figures.get("waited") is not None:
            waits.append(int(figures["waited"]))
        if deed in Verdict.values and deed not in QUIET:
            key = (str(figures.get("ground", "other")), kind, deed)
            count[key] += 1
            filtered[key] += figures.get("found") == "filter"
            automatic[key] += bool(figures.get("automatic"))
        elif deed == "report":
            reasons[str(figures.get("reason", "other"))] += 1
            notices += not figures.get("account", True)
        elif deed == "appeal":
            outcomes[str(figures.get("outcome"))] += 1
    return Report(
        half=half,
        rows=[
            Row(
                names.get(ground, ground), kind_words(kind), Verdict(verdict).done, number,
                filtered[ground, kind, verdict], automatic[ground, kind, verdict],
            )
            for (ground, kind, verdict), number in sorted(count.items(), key=lambda one: (-one[1], one[0]))
        ],
        decided=len(waits), kept=deeds[Verdict.KEEP], hours=median(waits) / 3600 if waits else None,
        reports=deeds["report"], notices=notices,
        reasons=[(names.get(slug, slug), number) for slug, number in reasons.most_common()],
        appeals=deeds["appealed"], upheld=outcomes[Appeal.State.UPHELD],
        reversed=outcomes[Appeal.State.REVERSED], undone=deeds["undo"] + deeds["unsweep"],
    )  # fmt: skip


def as_csv(report: Report) -> str:
    """A line a figure, in plain words for programs: section, three names, number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["period", "section", "ground", "kind", "verdict", "number"])
    half = report.half.name
    for row in report.rows:
        writer.writerow([half, "decisions", row.ground, row.kind, row.verdict, row.number])
        if row.by_filter:
            writer.writerow(
                [half, "found by a filter", row.ground, row.kind, row.verdict, row.by_filter]
            )
        writer.writerow(
            [half, "decided by a program", row.ground, row.kind, row.verdict, row.automatic]
        )
    for name, number in report.reasons:
        writer.writerow([half, "reports", name, "", "", number])
    figures = {
        "reports": report.reports, "notices without an account": report.notices, "answered": report.decided,
        "left as it was": report.kept, "appeals": report.appeals, "appeals: decision stands": report.upheld,
        "appeals: decision undone": report.reversed, "decisions undone": report.undone,
    }  # fmt: skip
    for name, number in figures.items():
        writer.writerow([half, name, "", "", "", number])
    hours = "" if report.hours is None else round(report.hours, 1)
    writer.writerow([half, "median hours to a decision", "", "", "", hours])
    return out.getvalue()
