"""A note was taken away as a file."""

from django.db import transaction
from django.db.models import F

from notes.actions.writing import touch
from notes.models import PracticeNote


def count_taken(note: PracticeNote) -> None:
    """One more; a draft is not counted, since only its authors have it."""
    if note.status != PracticeNote.Status.PUBLISHED:
        return
    with transaction.atomic():
        PracticeNote.objects.filter(pk=note.pk).update(taken=F("taken") + 1)
        touch(note.pk)
