"""A person makes a room one of their own, leaves it, or wants to hear nothing of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Refused
from realtime.chat.actions.mark_read import read_up_to
from realtime.chat.models import Room, RoomSeat
from realtime.live import streams
from realtime.live.events import ROOM


def join_room(*, by: User, room: Room) -> None:
    """It stands among the person's own rooms from now on. Who was never in it has read it so far.
    Raises Refused."""
    _check(room)
    with transaction.atomic():
        if not RoomSeat.objects.filter(room=room, person=by).exists():
            read_up_to(person_id=by.pk, room_id=room.pk, seq=streams.last_seq(ROOM, room.pk))
        RoomSeat.objects.update_or_create(
            room=room, person=by, defaults={"joined": True, "muted": False}
        )


def leave_room(*, by: User, room: Room) -> None:
    """Nothing of it counts for the person any more, until they open it again. Raises Refused."""
    _check(room)
    RoomSeat.objects.filter(room=room, person=by).delete()


def mute_room(*, by: User, room: Room, muted: bool) -> None:
    """Whether what is new in it counts beside the chat. Raises Refused."""
    _check(room)
    RoomSeat.objects.update_or_create(
        room=room, person=by, defaults={"muted": muted},
        create_defaults={"muted": muted, "read_seq": streams.last_seq(ROOM, room.pk)},
    )  # fmt: skip


def _check(room: Room) -> None:
    if room.private:  # whose people are those who take part
        raise Refused(_("A conversation has its own page of people."))
