"""What a viewer may see of the rooms: the filters beside the checks of `realtime.chat.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.viewer import Viewer, audiences_of, is_moderator

if TYPE_CHECKING:
    from realtime.chat.models import Message, Room  # noqa: F401


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, viewer: Viewer) -> RoomQuerySet:
        rooms = self.filter(audience__in=audiences_of(viewer))
        if is_moderator(viewer):
            return rooms
        return rooms.filter(Q(organisation=None) | Q(organisation__hidden=False))

    def listed(self) -> RoomQuerySet:
        """Those with messages, and the one that is always there."""
        return self.filter(Q(message_count__gt=0) | Q(always_listed=True))


class MessageQuerySet(models.QuerySet["Message"]):
    def readable(self) -> MessageQuerySet:
        """Those that still show their text to everybody in the room."""
        return self.filter(removed_at=None, hidden=False)

    def visible_to(self, viewer: Viewer) -> MessageQuerySet:
        """Messages whose text may be read; a gone one still has its number, but not here."""
        messages = self.filter(removed_at=None, room__audience__in=audiences_of(viewer))
        if is_moderator(viewer):
            return messages
        return messages.filter(
            Q(room__organisation=None) | Q(room__organisation__hidden=False), hidden=False
        )
