"""What a viewer may see of the notes: the filter beside the checks of `notes.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.viewer import Viewer, is_moderator

if TYPE_CHECKING:
    from notes.models import PracticeNote  # noqa: F401


class NoteQuerySet(models.QuerySet["PracticeNote"]):
    def visible_to(self, viewer: Viewer) -> NoteQuerySet:
        """Published notes, and one's own drafts. Moderators see hidden notes, never others' drafts."""
        seen = (
            Q(status="published") if is_moderator(viewer) else Q(status="published", hidden=False)
        )
        if isinstance(viewer, User) and viewer.pk:
            seen |= Q(author_id=viewer.pk)
        return self.filter(seen)

    def published(self) -> NoteQuerySet:
        return self.filter(status="published", hidden=False)
