"""What a viewer may see of the rooms: the filters beside the checks of `realtime.chat.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, audiences_of, is_moderator

if TYPE_CHECKING:
    from realtime.chat.models import Message, Participant, Room, RoomSilence  # noqa: F401

PEOPLE = "people"
"""The audience of a conversation. It is in nobody's `audiences_of`, no moderator's either: whatever
asks by audience alone finds no conversation, and only the list of its people opens it."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def present(self) -> ParticipantQuerySet:
        return self.filter(left_at=None)

    def of(self, viewer: Viewer) -> ParticipantQuerySet:
        """The viewer's own present places."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.present().filter(person=viewer.pk)


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, viewer: Viewer) -> RoomQuerySet:
        """Rooms of an audience of the viewer's, and conversations that they take part in now."""
        if not isinstance(viewer, User):
            return self.open_to(viewer)
        return self.filter(_open_to(viewer) | (Q(audience=PEOPLE) & _takes_part(viewer)))

    def open_to(self, viewer: Viewer) -> RoomQuerySet:
        """Rooms that everybody of the viewer's standing sees alike: no conversation."""
        return self.filter(_open_to(viewer))

    def conversations_of(self, viewer: Viewer) -> RoomQuerySet:
        """The conversations that the viewer takes part in now."""
        return self.filter(_takes_part(viewer), audience=PEOPLE)

    def listed(self) -> RoomQuerySet:
        """Those with messages, those that somebody has opened, and the one that is always there; none
        that is archived."""
        something = Q(message_count__gt=0) | Q(always_listed=True) | Q(opened_by__isnull=False)
        return self.filter(something, archived_at=None)

    def archived(self) -> RoomQuerySet:
        return self.filter(archived_at__isnull=False)


def _open_to(viewer: Viewer, prefix: str = "") -> Q:
    rooms = Q(**{f"{prefix}audience__in": audiences_of(viewer)})
    if is_moderator(viewer):
        return rooms
    bare, shown = {f"{prefix}organisation": None}, {f"{prefix}organisation__hidden": False}
    return rooms & (Q(**bare) | Q(**shown))


def _takes_part(viewer: Viewer) -> Exists:
    from realtime.chat.models import Participant

    return Exists(Participant.objects.of(viewer).filter(room=OuterRef("pk")))


def _heard_by(viewer: Viewer) -> Exists:
    """A message of a conversation, said since the viewer came in."""
    from realtime.chat.models import Participant

    mine = Participant.objects.of(viewer).filter(room=OuterRef("room_id"))
    return Exists(mine.filter(from_seq__lt=OuterRef("seq")))


class MessageQuerySet(models.QuerySet["Message"]):
    def said(self) -> MessageQuerySet:
        """What somebody has said; without the lines that tell who came and went."""
        return self.filter(kind="")

    def readable(self) -> MessageQuerySet:
        """Those that still show their text to everybody in the room."""
        return self.said().filter(removed_at=None, hidden=False)

    def visible_to(self, viewer: Viewer) -> MessageQuerySet:
        """Messages whose text may be read; a gone one still has its number, but not here."""
        messages = self.said().filter(removed_at=None)
        shown = _open_to(viewer, "room__")
        if not is_moderator(viewer):
            shown &= Q(hidden=False)
        if not isinstance(viewer, User):
            return messages.filter(shown)
        heard = Q(room__audience=PEOPLE, hidden=False) & _heard_by(viewer)
        return messages.filter(shown | heard)


class SilenceQuerySet(models.QuerySet["RoomSilence"]):
    def now(self) -> SilenceQuerySet:
        """Those that have not ended."""
        return self.filter(until__gt=timezone.now())
