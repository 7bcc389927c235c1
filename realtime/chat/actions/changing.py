"""What every change of a message does: hold it first, tell of it last."""

from directory.voices import WHOLE
from kernel.facts import publish
from realtime.chat.answering import load_sources
from realtime.chat.facts import MessageChanged
from realtime.chat.models import Message
from realtime.chat.people import readers_of
from realtime.live import streams
from realtime.live.events import MESSAGE_CHANGED, message_data


def held_message(message: Message) -> Message:
    """The message as it is now, nobody else changing it until the transaction ends: the room's
    counter is the lock of everything in the room."""
    streams.hold("room", message.room_id)
    return Message.objects.select_related("room", *WHOLE).get(pk=message.pk)


def announce(message: Message) -> None:
    load_sources([message])
    place = streams.next_place("room", message.room_id)
    readers = readers_of(message.room)
    streams.write(place, MESSAGE_CHANGED, message.pk, message_data(message), readers=readers)
    publish(MessageChanged(room_id=message.room_id, message_id=message.pk))
