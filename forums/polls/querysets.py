"""Which polls a viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.viewer import Viewer, audiences_of, is_moderator

if TYPE_CHECKING:
    from forums.polls.models import Poll  # noqa: F401


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, viewer: Viewer) -> PollQuerySet:
        """Those of the topics that the viewer may see; a hidden one is for moderators."""
        polls = self.filter(
            topic__forum__audience__in=audiences_of(viewer), topic__merged_into=None
        )
        return polls if is_moderator(viewer) else polls.filter(topic__hidden=False, hidden=False)
