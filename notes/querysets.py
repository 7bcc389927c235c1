"""What a viewer may see of the notes: the filter beside the checks of `notes.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Membership
from notes.authors.models import CoAuthor

if TYPE_CHECKING:
    from notes.models import PracticeNote, Revision  # noqa: F401


class NoteQuerySet(models.QuerySet["PracticeNote"]):
    def visible_to(self, viewer: Viewer) -> NoteQuerySet:
        """Published notes, and the drafts that the viewer may change. Moderators see hidden notes, never
        others' drafts."""
        seen = (
            Q(status="published") if is_moderator(viewer) else Q(status="published", hidden=False)
        )
        if isinstance(viewer, User) and viewer.pk:
            seen |= held_by(viewer)
        return self.filter(seen)

    def naming(self, handle: str) -> NoteQuerySet:
        """Those that name this person as one of their authors."""
        together = CoAuthor.objects.filter(person__handle=handle, state=CoAuthor.State.ACCEPTED)
        written = Q(author__handle=handle) | Q(pk__in=together.values("note"))
        return self.filter(written, in_its_name=False)

    def published(self) -> NoteQuerySet:
        return self.filter(status="published", hidden=False)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, viewer: Viewer) -> RevisionQuerySet:
        """What everybody reads or has read, of notes that the viewer sees; what is not approved is for
        the note's authors, and for reviewers while it waits or since they answered."""
        from notes.models import PracticeNote

        seen = Q(state="shown", note__in=PracticeNote.objects.visible_to(viewer))
        if isinstance(viewer, User) and viewer.pk:
            own = PracticeNote.objects.filter(held_by(viewer)).order_by()
            seen |= Q(note__in=own.values("pk"))
            if may_judge(viewer):
                public = PracticeNote.objects.visible_to(viewer).filter(status="published")
                seen |= Q(state__in=("waiting", "returned"), note__in=public)
        return self.filter(seen)


def may_judge(viewer: Viewer) -> bool:
    """Moderators, and the people whom they have said look after the place."""
    return isinstance(viewer, User) and viewer.verified and viewer.is_curator


def held_by(person: User) -> Q:
    """The notes that are the person's to change: their own, those that they write with somebody, those in
    the name of an organisation that they edit now, and what they wrote in its name as long as nobody has
    read it."""
    edits = Membership.objects.filter(person=person.pk, role=Membership.Role.EDITOR, left_at=None)
    spoken = Q(in_its_name=True, organisation__in=edits.values("organisation"))
    together = CoAuthor.objects.filter(person=person.pk, state=CoAuthor.State.ACCEPTED)
    shared = Q(in_its_name=False, pk__in=together.values("note"))
    return (
        spoken | shared | (Q(author_id=person.pk) & (Q(in_its_name=False) | Q(published_at=None)))
    )
