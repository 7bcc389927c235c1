"""Rooms in the order in which one looks for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.viewer import Viewer
from directory.voices import HEAVY, WHOLE, voice_of
from kernel.markdown import excerpt, plain
from kernel.paging import Slice, keyset
from realtime.chat.models import Message, Room, RoomSeat
from realtime.chat.naming import name_for
from realtime.chat.unread import seats_in
from taxonomy.models import PracticeArea, Region

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
    said: str = ""
    """The last words in it and whose they are, where the list shows them."""


def _latest_first(viewer: Viewer) -> QuerySet[Room]:
    """Those with messages, and the one that is always listed; one without a word counts from when it
    was opened."""
    return _by_latest(Room.objects.open_to(viewer).listed())


def _archived(viewer: Viewer) -> QuerySet[Room]:
    return _by_latest(Room.objects.open_to(viewer).archived())


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


@dataclass(frozen=True)
class Wanted:
    """Which rooms a list is of."""

    practice: PracticeArea | None = None
    region: Region | None = None
    archived: bool = False

    def of(self, rooms: QuerySet[Room]) -> QuerySet[Room]:
        if self.practice:
            rooms = rooms.filter(practice=self.practice)
        return rooms.filter(region=self.region) if self.region else rooms


def rooms_page(
    viewer: Viewer, cursor: str | None, wanted: Wanted
) -> tuple[list[RoomLine], Slice[Room]]:
    """A page of the list of rooms, with the last words in each. Raises BadCursor."""
    rooms = _archived(viewer) if wanted.archived else _latest_first(viewer)
    rooms = (
        wanted.of(rooms)
        .select_related("practice", "region")
        .defer("region__outline", "region__mesh")
    )
    page = keyset(rooms, order=("-latest", "-id"), cursor=cursor, limit=PAGE)
    found = list(page.rows)
    said = last_words(found)
    lines = _lines(viewer, found, None)
    return [replace(line, said=said.get(line.room.pk, "")) for line in lines], page


def own_rooms(viewer: Viewer) -> list[RoomLine]:
    """The rooms that the viewer has joined and people talk in, the latest first."""
    if not isinstance(viewer, User):
        return []
    seats = RoomSeat.objects.filter(person=viewer, joined=True)
    rooms = _by_latest(Room.objects.open_to(viewer).in_use())
    mine = rooms.filter(pk__in=seats.values("room")).order_by(F("latest").desc(), "-id")
    return _lines(viewer, list(mine[:PAGE]), None)


def last_words(rooms: Sequence[Room]) -> dict[int, str]:
    """Room's id → who said what in it last. For rooms with an audience: what has been said in a
    conversation depends on since when one is in it. One statement, or none."""
    latest = Message.objects.readable().filter(room=OuterRef("pk")).order_by("-seq").values("pk")
    newest = Room.objects.filter(pk__in=[room.pk for room in rooms if not room.private])
    found = Message.objects.filter(pk__in=newest.values(newest=Subquery(latest[:1])))
    rows = found.select_related(*WHOLE).defer("body", *HEAVY) if rooms else ()
    return {
        row.room_id: f"{voice_of(row).name}: {excerpt(plain(row.html), limit=90)}" for row in rows
    }


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
    seats = seats_in(viewer.pk, ids) if isinstance(viewer, User) and ids else {}
    for room in rooms:
        if (seat := seats.get(room.pk)) and not room.private:
            room.joined, room.muted = seat.joined, seat.muted
    unread = {pk: seat.news for pk, seat in seats.items()}
    if here is not None:
        unread.pop(here.pk, None)  # it is being read
    return [RoomLine(room, unread.get(room.pk, 0), room == here) for room in rooms]


def used_practices(viewer: Viewer) -> list[PracticeArea]:
    """The practice areas that listed rooms have."""
    rooms = Room.objects.open_to(viewer).listed().exclude(practice=None)
    return list(PracticeArea.objects.filter(pk__in=rooms.values("practice")))


def used_regions(viewer: Viewer) -> list[Region]:
    rooms = Room.objects.open_to(viewer).listed().exclude(region=None)
    found = Region.objects.filter(pk__in=rooms.values("region"))
    return list(found.defer("outline", "mesh").order_by("name"))
