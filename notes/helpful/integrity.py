"""The figures of what readers say against what they say."""

from collections.abc import Iterator

from kernel.integrity import check
from notes.helpful.counting import counted, recount
from notes.helpful.models import Voice
from notes.models import PracticeNote


@check("notes.helpful")
def helpful(fix: bool) -> Iterator[str]:
    told = PracticeNote.objects.exclude(helped_count=0, unhelped_count=0)
    said = PracticeNote.objects.filter(pk__in=Voice.objects.order_by().values("note"))
    for note in (told | said).order_by("pk").iterator(chunk_size=100):
        if counted(note.pk) != (note.helped_count, note.unhelped_count):
            yield f"note {note.slug}: how many it has helped is told wrongly"
            if fix:
                recount(note.pk)
