"""Lines in a talk that nobody says: who came or went, what became of the room."""

from accounts.models import User
from realtime.chat.actions.mark_read import read_up_to
from realtime.chat.models import Message, Room
from realtime.chat.people import readers_of
from realtime.live import streams
from realtime.live.events import MESSAGE_CREATED, ROOM, message_data


def tell_in(room: Room, kind: str, *, author: User, about: User | None = None) -> None:
    """Takes the room's next number for a line of this kind, in the action's transaction."""
    place = streams.next_place(ROOM, room.pk)
    message = Message.objects.create(
        room=room, seq=place.seq, author=author, about=about, kind=kind, body="", html=""
    )
    readers = readers_of(room)
    streams.write(place, MESSAGE_CREATED, message.pk, message_data(message), readers=readers)
    read_up_to(person_id=author.pk, room_id=room.pk, seq=place.seq)
