"""What the frames of a client do in the database; called in a thread, with the viewer of now."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import Viewer, check_writer
from directory.speaking import voice_named
from kernel.refusals import Invalid, Refused, TooLarge
from realtime.chat.access import room_for
from realtime.chat.actions.mark_read import mark_read
from realtime.chat.actions.say import MESSAGE_LIMIT, say
from realtime.chat.answering import answered
from realtime.chat.models import Room
from realtime.live import wire
from realtime.live.channels import KINDS, ME, Channel, unread_of
from realtime.live.events import ROOM
from realtime.live.presence import shows


class SignedOut(Exception):
    """The session or token of the socket does not hold any more."""


def look_into(viewer: Viewer, channel: Channel) -> dict[str, Any]:
    """What the word "subscribed" carries besides the number. Raises Http404, or Refused for a
    visitor's own affairs."""
    if channel.kind == ME and not viewer.is_authenticated:
        raise Refused(_("Log in first."))
    if not KINDS[channel.kind].visible(viewer, {channel.object_id}):
        raise Http404
    return {"unread": unread_of(channel.object_id)} if channel.kind == ME else {}


def say_in(
    viewer: Viewer, channel: Channel, body: str, client_id: str, organisation: str = "",
    reply_to: int | None = None,
) -> int:  # fmt: skip
    """The `seq` of the message, which is committed. Raises Refusal or Http404."""
    room = _room(viewer, channel)
    person = check_writer(viewer)
    if len(body) > MESSAGE_LIMIT:
        raise TooLarge
    spend_as(person, "message")
    message, _made = say(
        by=person, room=room, body=body, client_id=client_id,
        organisation=voice_named(person, organisation),
        reply_to=None if reply_to is None else answered(person, room, reply_to),
    )  # fmt: skip
    return message.seq


def read_in(viewer: Viewer, channel: Channel, seq: int) -> None:
    room = _room(viewer, channel)
    if not isinstance(viewer, User):
        raise Refused(_("Log in first."))
    mark_read(by=viewer, room=room, seq=seq)


def typing_in(viewer: Viewer, channel: Channel, *, watched: bool) -> None:
    """Tells the others in a room that the person writes. No database: it is worth nothing later."""
    person = check_writer(viewer)
    if channel.kind != ROOM or not watched:
        raise Http404
    if not shows(person):
        return
    wire.post(
        wire.group_of(channel.kind, channel.object_id),
        {
            "type": "typing",
            "kind": channel.kind,
            "id": channel.object_id,
            "person": person.pk,
            "data": {"handle": person.handle, "name": person.name},
        },
    )


def _room(viewer: Viewer, channel: Channel) -> Room:
    if channel.kind != ROOM:
        raise Invalid({"channel": [_("This can be done in rooms only.")]})
    return room_for(viewer, pk=channel.object_id)
