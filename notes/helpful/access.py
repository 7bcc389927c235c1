"""What readers say of a note."""

from notes.helpful.models import Voice
from notes.models import PracticeNote


def reasons_about(note: PracticeNote) -> list[Voice]:
    """For its authors and reviewers: what was missing, the newest first."""
    rows = Voice.objects.filter(note=note, helped=False).exclude(reason="")
    return list(rows.select_related("person").order_by("-created_at", "-pk")[:50])


def own_voice(note_id: int, person_id: int) -> Voice | None:
    return Voice.objects.filter(note=note_id, person=person_id).first()
