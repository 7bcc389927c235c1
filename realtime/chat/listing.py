"""Rooms in the order in which one looks for them."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.viewer import Viewer
from kernel.paging import Slice, keyset
from realtime.chat.models import Room
from realtime.chat.unread import unread_in

BESIDE = 30
"""Rooms listed beside a talk."""
PAGE = 50


@dataclass(frozen=True)
class RoomLine:
    """A room in a list; `unread` is for the viewer."""

    room: Room
    unread: int = 0
    here: bool = False


def _latest_first(viewer: Viewer) -> QuerySet[Room]:
    """Those with messages, and the one that is always listed; one without a word counts from when it
    was opened."""
    rooms = Room.objects.visible_to(viewer).listed()
    return rooms.annotate(latest=Coalesce("last_message_at", "created_at"))


def rooms_page(viewer: Viewer, cursor: str | None) -> tuple[list[RoomLine], Slice[Room]]:
    """A page of the list of rooms. Raises BadCursor."""
    page = keyset(_latest_first(viewer), order=("-latest", "-id"), cursor=cursor, limit=PAGE)
    return _lines(viewer, list(page.rows), None), page


def rooms_beside(viewer: Viewer, room: Room) -> list[RoomLine]:
    """The latest rooms, this one among them."""
    rooms = list(_latest_first(viewer).order_by(F("latest").desc(), "-id")[:BESIDE])
    if room not in rooms:
        rooms.insert(0, room)
    return _lines(viewer, rooms, room)


def _lines(viewer: Viewer, rooms: list[Room], here: Room | None) -> list[RoomLine]:
    ids = [room.pk for room in rooms]
    unread = unread_in(viewer.pk, ids) if isinstance(viewer, User) and ids else {}
    if here is not None:
        unread.pop(here.pk, None)  # it is being read
    return [RoomLine(room, unread.get(room.pk, 0), room == here) for room in rooms]
