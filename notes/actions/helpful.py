"""A reader says whether a note has helped, changes their mind, or takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import clean_text
from kernel.refusals import Refused
from notes.actions.writing import locked_note
from notes.facts import NoteChanged
from notes.helpful.counting import recount
from notes.helpful.models import REASON_LIMIT, Voice
from notes.models import PracticeNote
from notes.policies import holds_note


def say_helpful(*, by: User, note: PracticeNote, helped: bool | None, reason: str = "") -> None:
    """None takes it back; saying the same again changes nothing. Raises Refused or Invalid."""
    person = check_writer(by)
    words = gathered(reason=lambda: clean_text(reason, limit=REASON_LIMIT))["reason"]
    with transaction.atomic():
        held = locked_note(note.pk)
        if holds_note(person, held):
            raise Refused(_("Whether it helps, others say."))
        if held.status != PracticeNote.Status.PUBLISHED:
            raise Refused(_("Nobody but its authors reads this note now."))
        mine = Voice.objects.filter(note=held, person=person)
        if helped is None:
            mine.delete()
        else:
            own = {"helped": helped, "reason": "" if helped else words}
            Voice.objects.update_or_create(note=held, person=person, defaults=own)
        recount(held.pk)
        publish(NoteChanged(note_id=held.pk))
