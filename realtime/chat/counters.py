"""The figures that a room keeps: `message_count`, messages that still show their text, and
`last_message_at`, when the newest of them was said."""

from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from realtime.chat.models import Message, Room


def shift_room(room_id: int, *, by: int) -> None:
    """Moves a room's figures when a message goes or comes back. The room's channel is held."""
    newest = Message.objects.readable().filter(room_id=room_id).order_by("-seq")
    Room.objects.filter(pk=room_id).update(
        message_count=F("message_count") + by,
        last_message_at=newest.values_list("created_at", flat=True).first(),
    )


def recounted_rooms() -> QuerySet[Any]:
    """Rooms with their true figures beside the kept ones: `true_count`, `true_latest`."""
    messages = Message.objects.readable().filter(room=OuterRef("pk"))
    counted = messages.order_by().values("room").annotate(n=Count("pk")).values("n")
    return Room.objects.annotate(
        true_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
        true_latest=Subquery(
            messages.order_by("-seq").values("created_at")[:1], output_field=DateTimeField()
        ),
    )
