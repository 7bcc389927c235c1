"""The doubts about a note."""

from notes.models import PracticeNote
from notes.truth.models import Doubt


def doubts_about(note: PracticeNote) -> list[Doubt]:
    """For those who answer: what is open first, then what was answered last."""
    rows = Doubt.objects.filter(note=note).select_related("person", "answered_by")
    open_ones = list(rows.filter(state=Doubt.State.OPEN).order_by("created_at", "pk"))
    answered = rows.exclude(state=Doubt.State.OPEN).order_by("-answered_at", "-pk")
    return [*open_ones, *answered[:20]]


def open_doubts(note_id: int) -> int:
    return Doubt.objects.filter(note=note_id, state=Doubt.State.OPEN).count()


def own_doubt(note: PracticeNote, person_id: int) -> Doubt | None:
    """The reader's newest."""
    return Doubt.objects.filter(note=note, person=person_id).order_by("-pk").first()
