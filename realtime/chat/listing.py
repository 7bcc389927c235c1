"""Rooms in the order in which one looks for them."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.viewer import Viewer
from kernel.paging import Slice, keyset
from realtime.chat.models import Room
from realtime.chat.naming import name_for
from realtime.chat.unread import unread_in

BESIDE = 30
"""Rooms listed beside a talk."""
MINE_BESIDE = 10
"""Conversations listed before them."""
PAGE = 50
MINE_FIRST = 10
"""Conversations listed before the rooms; all of them have pages of their own."""


@dataclass(frozen=True)
class RoomLine:
    """A room in a list; `unread` is for the viewer."""

    room: Room
    unread: int = 0
    here: bool = False


def _latest_first(viewer: Viewer) -> QuerySet[Room]:
    """Those with messages, and the one that is always listed; one without a word counts from when it
    was opened."""
    return _by_latest(Room.objects.open_to(viewer).listed())


def _mine(viewer: Viewer) -> QuerySet[Room]:
    """The viewer's conversations. One without a word is there for who has begun it alone."""
    begun = Q(message_count__gt=0) | Q(conversation__started_by=viewer.pk)
    return _by_latest(Room.objects.conversations_of(viewer).filter(begun))


def _by_latest(rooms: QuerySet[Room]) -> QuerySet[Room]:
    return rooms.annotate(latest=Coalesce("last_message_at", "created_at"))


def conversations_page(
    viewer: Viewer, cursor: str | None, limit: int = PAGE
) -> tuple[list[RoomLine], Slice[Room]]:
    """A page of the viewer's conversations, the latest first. Raises BadCursor."""
    page = keyset(_mine(viewer), order=("-latest", "-id"), cursor=cursor, limit=limit)
    return _lines(viewer, list(page.rows), None), page


def rooms_page(viewer: Viewer, cursor: str | None) -> tuple[list[RoomLine], Slice[Room]]:
    """A page of the list of rooms. Raises BadCursor."""
    page = keyset(_latest_first(viewer), order=("-latest", "-id"), cursor=cursor, limit=PAGE)
    return _lines(viewer, list(page.rows), None), page


def rooms_beside(viewer: Viewer, room: Room) -> tuple[list[RoomLine], list[RoomLine]]:
    """The viewer's latest conversations and the latest rooms, this one among them."""
    latest = (F("latest").desc(), "-id")
    mine = list(_mine(viewer).order_by(*latest)[:MINE_BESIDE]) if viewer.is_authenticated else []
    rooms = list(_latest_first(viewer).order_by(*latest)[:BESIDE])
    where = mine if room.private else rooms
    if room not in where:
        where.insert(0, room)
    lines = _lines(viewer, [*mine, *rooms], room)
    return lines[: len(mine)], lines[len(mine) :]


def _lines(viewer: Viewer, rooms: list[Room], here: Room | None) -> list[RoomLine]:
    name_for(viewer, rooms)
    ids = [room.pk for room in rooms]
    unread = unread_in(viewer.pk, ids) if isinstance(viewer, User) and ids else {}
    if here is not None:
        unread.pop(here.pk, None)  # it is being read
    return [RoomLine(room, unread.get(room.pk, 0), room == here) for room in rooms]
