"""What a person has not read yet in the rooms they have been in."""

from collections.abc import Collection

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from realtime.chat.models import Message, Participant, RoomSeat
from realtime.live.models import Stream

LOOK_BACK = 200
"""Events of a room that are looked through: beyond that, "99 or more" is all one wants to know."""


def rooms_with_news(person_id: int) -> int:
    """How many rooms hold a message of somebody else after the person's place."""
    news = (
        Message.objects.readable()
        .filter(room=OuterRef("room"), seq__gt=OuterRef("read_seq"))
        .exclude(author_id=person_id)
    )
    # A seat in a conversation goes with the place in it; what is muted does not call.
    quiet = Participant.objects.filter(person_id=person_id, muted=True).values("room")
    seats = RoomSeat.objects.filter(Exists(news), person_id=person_id)
    return seats.exclude(room__in=quiet).count()


def unread_in(person_id: int, room_ids: Collection[int]) -> dict[int, int]:
    """Room's id → messages of others after the person's place, for rooms with any. Rooms that the
    person has never opened are left out. One statement for all rooms."""
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
    return dict(seats.filter(news__gt=0).values_list("room_id", "news"))


def place_of(person_id: int, room_id: int) -> int:
    """Up to which number the person has read; 0 in a room they have never been in."""
    seats = RoomSeat.objects.filter(person_id=person_id, room_id=room_id)
    return seats.values_list("read_seq", flat=True).first() or 0
