"""What a person may do with notes: `check_…` raises Refused with a sentence, `may_…` answers True or
False. What may be seen is `notes.querysets`."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, check_writer, is_moderator
from directory.models import Membership, Organisation
from directory.speaking import check_speaks_as
from directory.voices import holds
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
    if holds_note(viewer, note):
        return True
    published = note.status == PracticeNote.Status.PUBLISHED
    return published and (not note.hidden or is_moderator(viewer))


class Held(Protocol):
    """What one must know of a note to say whose it is."""

    @property
    def author_id(self) -> int: ...
    @property
    def speaker_id(self) -> int | None: ...
    @property
    def published_at(self) -> datetime | None: ...


def holds_note(viewer: Viewer, note: Held) -> bool:
    """Whether the note is the viewer's to change: the check beside `notes.querysets.held_by`."""
    if not isinstance(viewer, User):
        return False
    unread = note.published_at is None and note.author_id == viewer.pk
    return unread or holds(viewer, note.author_id, note.speaker_id)


def check_write(viewer: Viewer) -> User:
    return check_writer(viewer)


def check_edit(viewer: Viewer, note: PracticeNote) -> User:
    """Its author alone, also while it is hidden: they may mend what it was hidden for. What is written
    in an organisation's name is its present editors'; who wrote it and has left changes it no more."""
    person = check_writer(viewer)
    if not holds_note(person, note):
        raise Refused(_("Only its author can change this note."))
    return person


def check_voice(viewer: Viewer, note: PracticeNote) -> User:
    """A note that goes out in an organisation's name needs somebody who may speak for it now."""
    person = check_writer(viewer)
    if note.in_its_name and note.organisation is not None:
        check_speaks_as(person, note.organisation)
    return person


def check_speak_for(viewer: Viewer, organisation: Organisation) -> User:
    """Who belongs to an organisation now may put its name beside their own; who used to, may not."""
    person = check_writer(viewer)
    if not Membership.objects.filter(
        organisation=organisation, person=person, left_at=None
    ).exists():
        raise Refused(_("You can only write for an organisation that you belong to."))
    return person


may_write = _asked(check_write)
may_edit = _asked(check_edit)
may_speak_for = _asked(check_speak_for)
