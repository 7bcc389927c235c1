"""The long parts of bringing a file in, done in the background: looking it through, and writing it."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from directory.importing import folder
from directory.importing.book import Told
from directory.importing.plans import map_of
from directory.importing.reading import BadFile
from directory.importing.run import LOT, Report, import_file
from directory.models import ImportJob, ImportLine
from kernel.retention.table import LOT as KEPT_LOT

MOST_LINES = 20_000
KEPT = timedelta(days=30)
"""So long the lines of what has ended can be looked up."""
WAITS = timedelta(days=7)
"""So long a file waits for somebody's yes."""
log = logging.getLogger(__name__)


class Stale(Exception):
    """What would come now is not what was shown."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooManyLines(BadFile):
    pass


@task()
def look_through(job_id: int) -> None:
    """Judges every line and keeps what would come of it. Writes nothing into the directory."""
    job = ImportJob.objects.filter(pk=job_id, state=ImportJob.State.LOOKING).first()
    if job is not None:
        with override(_language_of(job)):
            _end(job, _look)


@task()
def bring_in(job_id: int) -> None:
    """Writes exactly what was shown, in one transaction; or nothing."""
    job = ImportJob.objects.filter(pk=job_id, state=ImportJob.State.COMING).first()
    if job is not None:
        with override(_language_of(job)):
            _end(job, _bring)


def _language_of(job: ImportJob) -> str:
    return (job.by.language if job.by else "") or "pl"


def _end(job: ImportJob, work: Any) -> None:
    """Whatever happens, the job ends in a state that a person can go on from."""
    before = ImportJob.State.SENT if job.state == ImportJob.State.LOOKING else ImportJob.State.READY
    try:
        work(job)
    except Stale as error:
        note = _(
            "The directory has changed since this was looked through: line %(line)d would end otherwise"
            " now. Nothing was brought in. Look at it again."
        )
        _rest(job, ImportJob.State.READY, note % {"line": error.line})
    except BadFile as error:
        _rest(job, ImportJob.State.FAILED, str(error), file="")
        folder.remove(job.file)
    except Exception:
        log.exception("import %s broke off", job.pk)
        _rest(job, before, _("Something broke off. Nothing was brought in. Try again."))


def _rest(job: ImportJob, state: str, note: str, **more: Any) -> None:
    ImportJob.objects.filter(pk=job.pk, state=job.state).update(
        state=state, note=note[:500], revision=F("revision") + 1, **more
    )


# ── looking ─────────────────────────────────────────────────────────────────────────────────────


def _look(job: ImportJob) -> None:
    chosen = {
        row.line: row for row in ImportLine.objects.filter(job=job).exclude(choice="").iterator()
    }
    ImportLine.objects.filter(job=job).delete()
    lot: list[ImportLine] = []

    def keep() -> None:
        ImportLine.objects.bulk_create(lot)
        lot.clear()

    def hear(told: Told) -> None:
        line, before = _line(job, told), chosen.get(told.line)
        if before and (before.twin_id, before.twin_line) == (line.twin_id, line.twin_line):
            line.choice = before.choice  # what was decided about the same pair still holds
        lot.append(line)
        if len(lot) >= LOT:
            keep()
            folder.tell_progress(job.file, told.line)
        if told.line > MOST_LINES:
            raise TooManyLines(
                _("The file has more than %(most)d lines. Cut it into parts.")
                % {"most": MOST_LINES}
            )

    report = import_file(folder.path_of(job.file), map_of(job.plan), dry_run=True, tell=hear)
    keep()
    with transaction.atomic():
        ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.LOOKING).update(
            state=ImportJob.State.READY, note="", counts=dict(report.counts),
            size=report.counts.total(), revision=F("revision") + 1,
        )  # fmt: skip


def _line(job: ImportJob, told: Told) -> ImportLine:
    return ImportLine(
        job=job, line=told.line, outcome=told.outcome, name=told.name[:200],
        reason=told.reason[:500], changes=dict(told.changes), twin_id=told.twin,
        twin_line=told.twin_line,
    )  # fmt: skip


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def _bring(job: ImportJob) -> None:
    chosen = ImportLine.objects.filter(job=job).exclude(choice="")
    choices = dict(chosen.values_list("line", "choice"))
    ended: dict[str, list[int]] = {}
    with transaction.atomic():
        locked = ImportJob.objects.select_for_update().get(pk=job.pk)
        if locked.state != ImportJob.State.COMING:
            return
        shown = _shown(job)
        told_last = 0

        def hear(told: Told) -> None:
            nonlocal told_last
            if _figure(_line(job, told)) != next(shown, None):
                raise Stale(told.line)
            if told.done:
                ended.setdefault(told.done, []).append(told.line)
            if told.line - told_last >= LOT:
                told_last = told.line
                folder.tell_progress(job.file, told.line)

        report = import_file(
            folder.path_of(job.file), map_of(job.plan), choices=choices, name=job.name, tell=hear
        )
        left = next(shown, None)
        if left is not None:
            raise Stale(left[0])
        _write_down(locked, report, ended)
    folder.remove(job.file)


def _shown(job: ImportJob) -> Iterator[tuple[Any, ...]]:
    """What was shown of each line, in order, some at a time."""
    last = 0
    while True:
        rows = list(ImportLine.objects.filter(job=job, line__gt=last).order_by("line")[:LOT])
        if not rows:
            return
        yield from map(_figure, rows)
        last = rows[-1].line


def _figure(line: ImportLine) -> tuple[Any, ...]:
    """What must be as it was; not the reason, which is words."""
    changes = {field: list(pair) for field, pair in line.changes.items()}
    return line.line, line.outcome, line.name, changes, line.twin_id, line.twin_line


def _write_down(job: ImportJob, report: Report, ended: dict[str, list[int]]) -> None:
    lines = ImportLine.objects.filter(job=job)
    lines.update(done=F("outcome"))
    lines.filter(outcome=ImportLine.Outcome.DOUBTFUL).update(done="left")
    for outcome, numbers in ended.items():
        numbered = iter(numbers)
        while part := list(islice(numbered, LOT)):
            lines.filter(line__in=part).update(done=outcome)
    job.state, job.note, job.file = ImportJob.State.DONE, "", ""
    job.counts, job.ended_at = dict(report.counts), timezone.now()
    job.save()


# ── what is left over ───────────────────────────────────────────────────────────────────────────


def _left() -> QuerySet[ImportJob]:
    """Files that nobody brought in."""
    busy = (ImportJob.State.LOOKING, ImportJob.State.COMING)
    waiting = ImportJob.objects.filter(created_at__lt=timezone.now() - WAITS).exclude(file="")
    return waiting.exclude(state__in=busy)


def number_of_left_files() -> int:
    return _left().count()


def clear_files() -> int:
    """A lot of them, and files of which no row tells. Says how many jobs."""
    jobs = list(_left().order_by("pk")[:KEPT_LOT])
    for job in jobs:
        folder.remove(job.file)
        job.delete()
    known = set(ImportJob.objects.exclude(file="").values_list("file", flat=True))
    since = (timezone.now() - WAITS).timestamp()
    for name in folder.names():
        if name not in known and folder.path_of(name).stat().st_mtime < since:
            folder.remove(name)
    return len(jobs)
