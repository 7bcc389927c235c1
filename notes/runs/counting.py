"""The figures of a note's runs, kept with the note."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Max

from notes.models import PracticeNote
from notes.runs.models import Run


class Figures(NamedTuple):
    run_count: int
    run_houses: int
    last_run_on: date | None


def counted(note_id: int) -> Figures:
    """From the runs that everybody sees. One statement."""
    found = Run.objects.filter(note=note_id, hidden=False).aggregate(
        count=Count("pk"), houses=Count("organisation", distinct=True), last=Max("ran_on")
    )
    return Figures(found["count"], found["houses"], found["last"])


def recount(note_id: int) -> None:
    """Of a held note."""
    PracticeNote.objects.filter(pk=note_id).update(
        version=F("version") + 1, **counted(note_id)._asdict()
    )
