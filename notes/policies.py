"""What a person may do with notes: `check_…` raises Refused with a sentence, `may_…` answers True or
False. What may be seen is `notes.querysets`."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, asked, check_writer, is_moderator
from directory.models import Membership, Organisation
from directory.speaking import check_speaks_as
from directory.voices import holds
from kernel.refusals import Refused
from notes.authors.models import CoAuthor
from notes.models import PracticeNote, Revision
from notes.querysets import may_judge


def sees_note(viewer: Viewer, note: PracticeNote) -> bool:
    if holds_note(viewer, note):
        return True
    published = note.status == PracticeNote.Status.PUBLISHED
    return published and (not note.hidden or is_moderator(viewer))


class Held(Protocol):
    """What one must know of a note to say whose it is."""

    @property
    def pk(self) -> int: ...
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
    return (
        unread
        or holds(viewer, note.author_id, note.speaker_id)
        or (note.speaker_id is None and writes_with(viewer, note.pk))
    )


def writes_with(viewer: Viewer, note_id: int) -> bool:
    """Whether the viewer has accepted to write this note with its author."""
    mine = CoAuthor.objects.filter(note=note_id, person=viewer.pk, state=CoAuthor.State.ACCEPTED)
    return mine.exists()


def check_own(viewer: Viewer, note: PracticeNote) -> User:
    """Who decides with whom a note is written: its author, and nobody in an organisation's name, since
    there its editors do."""
    person = check_writer(viewer)
    if note.in_its_name:
        raise Refused(
            _("The editors of the organisation write this note together: invite people there.")
        )
    if note.author_id != person.pk:
        raise Refused(_("Only its author can say who writes this note."))
    return person


def check_judge(viewer: Viewer, revision: Revision) -> User:
    """Nobody answers for their own words."""
    person = check_writer(viewer)
    if not may_judge(person):
        raise Refused(_("Only reviewers can do this."))
    if revision.author_id == person.pk:
        raise Refused(_("Somebody else has to review what you have written yourself."))
    return person


def may_answer_for(viewer: Viewer, note: PracticeNote, revision: Revision) -> bool:
    """Whether the viewer could review this state now: it waits, or it is read by everybody and nobody
    has reviewed the note yet."""
    waits = revision.state == Revision.State.WAITING
    fresh = revision.state == Revision.State.SHOWN and note.reviewed_at is None
    public = note.status == PracticeNote.Status.PUBLISHED
    newest = not note.revisions.filter(number__gt=revision.number).exists()
    return public and newest and (waits or fresh) and may_judge_this(viewer, revision)


def holds_back(by: User, note: PracticeNote) -> bool:
    """Whether a change by this person waits for a reviewer: once the note was reviewed and read by
    everybody, unless they could review it themselves."""
    return note.reviewed_at is not None and note.published_at is not None and not may_judge(by)


def check_write(viewer: Viewer) -> User:
    return check_writer(viewer)


def check_edit(viewer: Viewer, note: PracticeNote) -> User:
    """Its authors alone, also while it is hidden: they may mend what it was hidden for. What is written
    in an organisation's name is its present editors'; who wrote it and has left changes it no more."""
    person = check_writer(viewer)
    if not holds_note(person, note):
        raise Refused(_("Only its authors can change this note."))
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


may_write = asked(check_write)
may_judge_this = asked(check_judge)
may_edit = asked(check_edit)
may_speak_for = asked(check_speak_for)
