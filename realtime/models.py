"""The tables of the room; they lie in `live` and `chat`."""

from realtime.chat.models import Message, Room, RoomSeat
from realtime.live.models import Stream, StreamEvent

__all__ = ["Message", "Room", "RoomSeat", "Stream", "StreamEvent"]
