"""What a person has not read yet in the rooms they have been in."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from realtime.chat.models import Message, Participant, Room, RoomSeat
from realtime.live.models import Stream

LOOK_BACK = 200
"""Events of a room that are looked through: beyond that, "99 or more" is all one wants to know."""


def rooms_with_news(person: User) -> int:
    """How many rooms that the person may see now hold a message of somebody else after their place."""
    news = (
        Message.objects.readable()
        .filter(room=OuterRef("room"), seq__gt=OuterRef("read_seq"))
        .exclude(author_id=person.pk)
    )
    # A seat in a conversation goes with the place in it; what is muted does not call.
    quiet = Participant.objects.filter(person=person, muted=True).values("room")
    seats = RoomSeat.objects.filter(Exists(news), person=person, muted=False)
    seats = seats.filter(room__in=Room.objects.visible_to(person).in_use())
    return seats.exclude(room__in=quiet).count()


class Seat(NamedTuple):
    """What a room is to a person who has been in it: messages of others after their place, whether it
    is one of their own, whether its news call."""

    news: int
    joined: bool
    muted: bool


def unread_in(person_id: int, room_ids: Collection[int]) -> dict[int, int]:
    """Room's id → messages of others after the person's place, for rooms with any."""
    return {pk: seat.news for pk, seat in seats_in(person_id, room_ids).items() if seat.news}


def seats_in(person_id: int, room_ids: Collection[int]) -> dict[int, Seat]:
    """Room's id → the person's seat. Rooms that the person has never opened are left out. One statement
    for all rooms."""
    last = Stream.objects.filter(kind="room", object_id=OuterRef("room")).values("last_seq")
    news = (
        Message.objects.readable()
        .filter(room=OuterRef("room"), seq__gt=OuterRef("floor"))
        .exclude(author_id=person_id)
        .order_by()
        .values("room")
        .annotate(n=Count("pk"))
        .values("n")
    )
    seats = RoomSeat.objects.filter(person_id=person_id, room_id__in=room_ids).annotate(
        floor=Greatest(F("read_seq"), Coalesce(Subquery(last), Value(0)) - LOOK_BACK),
        news=Coalesce(Subquery(news, output_field=IntegerField()), Value(0)),
    )
    rows = seats.values_list("room_id", "news", "joined", "muted")
    return {room: Seat(news, joined, muted) for room, news, joined, muted in rows}


def seat_of(person_id: int, room_id: int) -> RoomSeat:
    """The person's place in a room; an empty one, unsaved, where they have never been."""
    found = RoomSeat.objects.filter(person_id=person_id, room_id=room_id).first()
    return found or RoomSeat(person_id=person_id, room_id=room_id)
