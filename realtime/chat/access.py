"""The doors of the chat: an object for a viewer, or 404, whether it is hidden or missing."""

from django.http import Http404

from accounts.viewer import Viewer
from realtime.chat.models import Message, Room


def room_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> Room:
    """The room with this slug, or with this id."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    room = Room.objects.visible_to(viewer).select_related("organisation").filter(**wanted).first()
    if room is None:
        raise Http404
    return room


def message_for(viewer: Viewer, room: Room, seq: int) -> Message:
    """A message of a room the viewer can see, gone or not, with its author."""
    message = Message.objects.filter(room=room, seq=seq).select_related("author").first()
    if message is None:
        raise Http404
    message.room = room
    return message


def message_by_id(viewer: Viewer, pk: int) -> Message | None:
    """A message whose text the viewer may read; moderators also read what is hidden."""
    messages = Message.objects.select_related("room", "author").visible_to(viewer)
    return messages.filter(pk=pk).first()
