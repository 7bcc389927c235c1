"""A draft becomes public, or a note goes back to being its author's draft."""

from django.db import transaction

from accounts.models import User
from notes.actions.truth import answered_by_change
from notes.actions.writing import finish, locked_note
from notes.models import PracticeNote
from notes.naming import tell_named
from notes.openness import check_open
from notes.policies import check_edit, check_voice


def publish_note(*, by: User, note: PracticeNote) -> PracticeNote:
    """Everybody can read it. The day of its first publication stays. Raises Refused, or Invalid for what
    not everybody could take in."""
    return _set(by, note, PracticeNote.Status.PUBLISHED)


def withdraw_note(*, by: User, note: PracticeNote) -> PracticeNote:
    """Nobody but those who may change it reads it any more. Raises Refused."""
    return _set(by, note, PracticeNote.Status.DRAFT)


def _set(by: User, note: PracticeNote, status: str) -> PracticeNote:
    with transaction.atomic():
        held = locked_note(note.pk)
        check_edit(by, held)
        if status == PracticeNote.Status.PUBLISHED:
            check_voice(by, held)
            check_open(held.html + held.easy_html, held.captions)
        if held.status != status:
            first = held.published_at is None
            held.status = status
            answered_by_change(held)
            finish(held, "status")
            if first:
                tell_named(held)
    return held
