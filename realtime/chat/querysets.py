"""What a viewer may see of the rooms: the filters beside the checks of `realtime.chat.policies`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, audiences_of, is_moderator
from directory.models import Card
from forums.models import Topic

if TYPE_CHECKING:
    from realtime.chat.models import Message, Participant, Room, RoomSilence  # noqa: F401

PEOPLE = "people"
"""The audience of a conversation. It is in nobody's `audiences_of`, no moderator's either: whatever
asks by audience alone finds no conversation, and only the list of its people opens it."""
ABOUT = "about"
"""The audience of a room about a thing, in nobody's `audiences_of` either: the thing itself is asked, each
time, who may read it."""


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
        """Rooms of an audience of the viewer's, rooms about what they may read, and conversations that
        they take part in now."""
        if not isinstance(viewer, User):
            return self.open_to(viewer)
        mine = (Q(audience=PEOPLE) & _takes_part(viewer)) | _about_ours(_present(viewer))
        return self.filter(_open_to(viewer) | mine)

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
        return self.in_use().filter(something)

    def in_use(self) -> RoomQuerySet:
        """Those in which people still talk: see `Room.archived`."""
        return self.filter(archived_at=None).exclude(_ended())

    def archived(self) -> RoomQuerySet:
        return self.filter(Q(archived_at__isnull=False) | _ended())

    def about_houses_of(self, people: Collection[int]) -> RoomQuerySet:
        """Rooms about cards of these people's organisations: they read on when a card is no longer true."""
        return self.filter(_about_ours(people))


def _open_to(viewer: Viewer, prefix: str = "") -> Q:
    rooms = Q(**{f"{prefix}audience__in": audiences_of(viewer)})
    if not is_moderator(viewer):
        bare, shown = {f"{prefix}organisation": None}, {f"{prefix}organisation__hidden": False}
        rooms &= Q(**bare) | Q(**shown)
    return rooms | _about_seen(viewer, prefix)


def _about_seen(viewer: Viewer, prefix: str) -> Q:
    """Rooms about what everybody of the viewer's standing may read now. What a topic was merged into is
    asked for it."""
    topic = Coalesce(OuterRef(f"{prefix}topic__merged_into"), OuterRef(f"{prefix}topic"))
    topics = Topic.objects.visible_to(viewer).filter(pk=topic)
    cards = Card.objects.readable_alike(viewer).filter(pk=OuterRef(f"{prefix}card"))
    seen = Q(Exists(topics)) | Q(Exists(cards))
    return Q(**{f"{prefix}audience": ABOUT}) & seen


def _present(viewer: User) -> Collection[int]:
    return [viewer.pk] if viewer.is_active else []


def _about_ours(people: Collection[int], prefix: str = "") -> Q:
    cards = Card.objects.of_houses_of(people).filter(pk=OuterRef(f"{prefix}card"))
    return Q(**{f"{prefix}audience": ABOUT}) & Q(Exists(cards))


def _ended() -> Q:
    """Rooms about what has ended: the same as `realtime.chat.about.has_ended` asks of one."""
    topics = Topic.objects.filter(pk=OuterRef("topic"))
    over = topics.filter(Q(closed=True) | Q(hidden=True) | Q(merged_into__isnull=False))
    standing = Card.objects.shown().current().filter(pk=OuterRef("card"))
    return Q(audience=ABOUT) & (Exists(over) | (Q(card__isnull=False) & ~Exists(standing)))


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
        ours = _about_ours(_present(viewer), "room__") & Q(hidden=False)
        return messages.filter(shown | heard | ours)


class SilenceQuerySet(models.QuerySet["RoomSilence"]):
    def now(self) -> SilenceQuerySet:
        """Those that have not ended."""
        return self.filter(until__gt=timezone.now())
