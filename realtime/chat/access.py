"""The doors of the chat: an object for a viewer, or 404, whether it is hidden or missing."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from composing.holders import shown_in
from directory.access import gone_or_moved
from directory.voices import HEAVY, WHOLE
from realtime.chat.models import Conversation, Message, Room, RoomSilence
from realtime.chat.naming import name_for
from realtime.chat.people import place_in


def room_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> Room:
    """The room with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    # first() would ask for an order of that one row, which takes a quarter of the time.
    room = next(iter(with_things(Room.objects.visible_to(viewer)).filter(**wanted)[:1]), None)
    if room is None:
        # A room bears the address of its organisation, and moves with it.
        gone_or_moved(viewer, slug)
    if room.private:
        _look_from(viewer, room)
    return room


def with_things(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """With the organisation, the topic or the card that each is about."""
    rooms = rooms.select_related("organisation", "topic__forum", "card__organisation")
    return rooms.defer(*HEAVY, *(f"card__{one}" for one in HEAVY))


def _look_from(viewer: Viewer, room: Room) -> None:
    place = place_in(viewer, room)
    if place is None:  # left in this very moment
        raise Http404
    room.floor = place.from_seq
    name_for(viewer, [room])


def silences_for(viewer: Viewer, room: Room) -> QuerySet[RoomSilence]:
    """Who is silent in the room now, for moderators; for everybody else nobody is."""
    if not is_moderator(viewer) or room.private:
        return RoomSilence.objects.none()
    return RoomSilence.objects.now().filter(room=room)


def conversation_for(viewer: Viewer, slug: str) -> Room:
    """A conversation that the viewer takes part in."""
    room = room_for(viewer, slug)
    if not room.private:
        raise Http404
    return room


def start_of(room: Room) -> Conversation:
    """What the conversation knows of how it began, with its organisation."""
    return Conversation.objects.select_related("organisation").get(pk=room.pk)


def message_for(viewer: Viewer, room: Room, seq: int) -> Message:
    """A message of a room the viewer can see, gone or not, with its author and organisation."""
    messages = Message.objects.said().filter(room=room, seq=seq, seq__gt=room.floor)
    message = messages.select_related(*WHOLE).defer(*HEAVY).first()
    if message is None:
        raise Http404
    message.room = room
    return message


def message_by_id(viewer: Viewer, pk: int) -> Message | None:
    """A message whose text the viewer may read; moderators also read what is hidden, but nothing of
    a conversation that they are not in."""
    messages = Message.objects.select_related("room", *WHOLE).visible_to(viewer)
    return messages.filter(pk=pk).first()


def person_to_write_to(handle: str) -> User | None:
    """The person of this handle, with an @ or without; None for nobody."""
    return User.objects.filter(handle=handle.lstrip("@").lower()).first()


def may_have_of_message(viewer: Viewer, pk: int, file: int) -> bool:
    """Whether a message that the viewer may read shows the file. What it said before is kept for nobody."""
    seen = Message.objects.visible_to(viewer)
    return seen.filter(shown_in("html", file), pk=pk).exists()
