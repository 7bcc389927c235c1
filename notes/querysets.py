"""What a viewer may see of the notes: the filter beside the checks of `notes.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Membership

if TYPE_CHECKING:
    from notes.models import PracticeNote  # noqa: F401


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

    def published(self) -> NoteQuerySet:
        return self.filter(status="published", hidden=False)


def held_by(person: User) -> Q:
    """The notes that are the person's to change: their own, those in the name of an organisation that they
    edit now, and what they wrote in its name as long as nobody has read it."""
    edits = Membership.objects.filter(person=person.pk, role=Membership.Role.EDITOR, left_at=None)
    spoken = Q(in_its_name=True, organisation__in=edits.values("organisation"))
    return spoken | (Q(author_id=person.pk) & (Q(in_its_name=False) | Q(published_at=None)))
