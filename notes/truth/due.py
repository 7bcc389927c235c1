"""Notes whose day comes or has passed, worked off in the background: those who look after them are told
before it, and once it has passed the note says so itself. It never vanishes."""

from django.db import transaction
from django.utils import timezone

from kernel.facts import publish
from notes.actions.writing import finish_quietly, locked_note, notes_changed
from notes.facts import NoteChanged, NoteDue
from notes.models import PracticeNote
from notes.truth.dates import BEFORE

AT_ONCE = 50
TOLD_BEFORE, TOLD_AFTER = 1, 2


def work_off() -> bool:
    """One round, the oldest first; True when more may wait."""
    today = timezone.localdate()
    public = PracticeNote.objects.filter(status=PracticeNote.Status.PUBLISHED)
    soon = public.filter(
        review_by__lte=today + BEFORE, review_by__gte=today, told_due__lt=TOLD_BEFORE
    )
    past = public.filter(review_by__lt=today, told_due__lt=TOLD_AFTER)
    pks = [
        *past.order_by("review_by", "pk").values_list("pk", flat=True)[:AT_ONCE],
        *soon.order_by("review_by", "pk").values_list("pk", flat=True)[:AT_ONCE],
    ]
    for pk in pks:
        _tell(pk)
    return len(pks) >= AT_ONCE


def _tell(pk: int) -> None:
    with transaction.atomic():
        note = locked_note(pk)
        day = note.review_by
        overdue = day is not None and day < timezone.localdate()
        stage = TOLD_AFTER if overdue else TOLD_BEFORE
        if day is None or note.told_due >= stage:
            return
        note.told_due, note.stale = stage, overdue
        finish_quietly(note, "told_due", "stale")
        if not note.hidden:
            publish(NoteDue(note_id=pk, overdue=overdue))
        if overdue:
            publish(NoteChanged(note_id=pk))
            notes_changed()
