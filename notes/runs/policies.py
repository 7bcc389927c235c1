"""Who may tell of a run, and change what they told."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer
from kernel.refusals import Refused
from notes.models import PracticeNote
from notes.runs.models import Run


def check_run(viewer: Viewer, note: PracticeNote) -> User:
    """Anybody who may write, of a note that everybody reads."""
    person = check_writer(viewer)
    if note.status != PracticeNote.Status.PUBLISHED or note.hidden:
        raise Refused(_("Nobody but its authors reads this note now."))
    return person


def check_own_run(viewer: Viewer, run: Run) -> User:
    person = check_writer(viewer)
    if run.author_id != person.pk:
        raise Refused(_("Only who wrote this can change it."))
    return person
