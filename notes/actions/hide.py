"""A moderator's decision hides a note or shows it again: called by `moderation.registry` within the
decision's transaction, which has judged who may."""

from django.db import transaction

from notes.actions.writing import finish, locked_note
from notes.models import PracticeNote


def hide_note(note: PracticeNote, hidden: bool) -> None:
    with transaction.atomic():
        held = locked_note(note.pk)
        if held.hidden != hidden:
            held.hidden = hidden
            finish(held, "hidden")
