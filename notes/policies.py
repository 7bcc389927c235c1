"""What a person may do with notes: `check_…` raises Refused with a sentence, `may_…` answers True or
False. What may be seen is `notes.querysets`."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.models import Membership, Organisation
from kernel.refusals import Refused
from notes.models import PracticeNote

P = ParamSpec("P")


def _asked(check: Callable[Concatenate[Viewer, P], User]) -> Callable[Concatenate[Viewer, P], bool]:
    def may(viewer: Viewer, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(viewer, *args, **kwargs)
        except Refused:
            return False
        return True

    return may


def sees_note(viewer: Viewer, note: PracticeNote) -> bool:
    if isinstance(viewer, User) and note.author_id == viewer.pk:
        return True
    published = note.status == PracticeNote.Status.PUBLISHED
    return published and (not note.hidden or is_moderator(viewer))


def check_write(viewer: Viewer) -> User:
    return check_writer(viewer)


def check_edit(viewer: Viewer, note: PracticeNote) -> User:
    """Its author alone, also while it is hidden: they may mend what it was hidden for."""
    person = check_writer(viewer)
    if note.author_id != person.pk:
        raise Refused(_("Only its author can change this note."))
    return person


def check_speak_for(viewer: Viewer, organisation: Organisation) -> User:
    """Who belongs to an organisation now may write a note in its name; who used to, may not."""
    person = check_writer(viewer)
    if not Membership.objects.filter(
        organisation=organisation, person=person, left_at=None
    ).exists():
        raise Refused(_("You can only write for an organisation that you belong to."))
    return person


may_write = _asked(check_write)
may_edit = _asked(check_edit)
may_speak_for = _asked(check_speak_for)
