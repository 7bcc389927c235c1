"""Who may doubt, and who answers."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from kernel.refusals import Refused
from notes.models import PracticeNote
from notes.policies import holds_note
from notes.querysets import may_judge


def check_doubt(viewer: Viewer, note: PracticeNote) -> User:
    person = check_writer(viewer)
    if holds_note(person, note):
        raise Refused(_("You can change this note yourself."))
    if note.status != PracticeNote.Status.PUBLISHED:
        raise Refused(_("Nobody but its authors reads this note now."))
    return person


def check_answer(viewer: Viewer, note: PracticeNote) -> User:
    """Its authors, and reviewers: whoever wrote it may have gone."""
    person = check_writer(viewer)
    if not (holds_note(person, note) or may_judge(person)):
        raise Refused(_("Only those who look after this note can answer."))
    return person


def check_hand_over(viewer: Viewer, note: PracticeNote) -> User:
    person = check_writer(viewer)
    if not holds_note(person, note):
        raise Refused(_("Only its authors can say who looks after this note."))
    return person


def may_answer(viewer: Viewer, note: PracticeNote) -> bool:
    try:
        check_answer(viewer, note)
    except Refused:
        return False
    return True
