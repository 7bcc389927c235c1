"""The figures of runs against the runs."""

from collections.abc import Iterator

from composing.text import composed_again
from kernel.integrity import check
from notes.models import PracticeNote
from notes.runs.counting import Figures, counted, recount
from notes.runs.models import Run


@check("notes.runs")
def figures(fix: bool) -> Iterator[str]:
    """How often, by how many organisations, when last: of every note that says or should say it."""
    told = PracticeNote.objects.exclude(run_count=0, run_houses=0, last_run_on=None)
    ran = PracticeNote.objects.filter(pk__in=Run.objects.order_by().values("note"))
    for note in (told | ran).order_by("pk").iterator(chunk_size=100):
        if counted(note.pk) != Figures(note.run_count, note.run_houses, note.last_run_on):
            yield f"note {note.slug}: the figures of its runs are not those of the runs"
            if fix:
                recount(note.pk)


@check("notes.run_html")
def html(fix: bool) -> Iterator[str]:
    """The HTML of every run is what its text gives today."""
    for run in Run.objects.only("body", "html", "note").iterator(chunk_size=100):
        today = composed_again(run.body, run.html)
        if today != run.html:
            yield f"run {run.pk}: its HTML is not that of its text"
            if fix:
                Run.objects.filter(pk=run.pk).update(html=today)
                recount(run.note_id)
