"""How many a note has helped, kept with it."""

from django.db.models import Count, F, Q

from notes.helpful.models import Voice
from notes.models import PracticeNote


def counted(note_id: int) -> tuple[int, int]:
    """(it helped, it did not). One statement."""
    found = Voice.objects.filter(note=note_id).aggregate(
        yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False))
    )
    return found["yes"], found["no"]


def recount(note_id: int) -> None:
    yes, no = counted(note_id)
    PracticeNote.objects.filter(pk=note_id).update(
        helped_count=yes, unhelped_count=no, version=F("version") + 1
    )
