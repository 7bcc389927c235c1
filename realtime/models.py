"""The tables of the room; they lie in `live` and `chat`."""

from realtime.chat.models import (
    Conversation,
    Message,
    MessageReaction,
    Participant,
    Quotation,
    Room,
    RoomSeat,
    RoomSilence,
    RoomWords,
)
from realtime.live.models import Stream, StreamEvent
from realtime.push.models import PushSubscription

__all__ = [
    "Conversation",
    "Message",
    "MessageReaction",
    "Participant",
    "PushSubscription",
    "Quotation",
    "Room",
    "RoomSeat",
    "RoomSilence",
    "RoomWords",
    "Stream",
    "StreamEvent",
]
