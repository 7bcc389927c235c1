"""How far a person has read a room. The mark only ever goes forward."""

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from notifications.actions.tell import mark_seen
from notifications.models import Notification
from realtime.chat.models import Room, RoomSeat
from realtime.live.models import Stream


def mark_read(*, by: User, room: Room, seq: int) -> None:
    """The person has read up to this number. What has not happened yet cannot have been read."""
    last = Stream.objects.filter(kind="room", object_id=room.pk).values_list("last_seq", flat=True)
    read_up_to(person_id=by.pk, room_id=room.pk, seq=min(seq, last.first() or 0))
    forget(person_id=by.pk, room_id=room.pk)


def forget(*, person_id: int, room_id: int) -> None:
    """What the bell said of a conversation, or of one's name in a room, has been seen with it."""
    told = Notification.objects.filter(
        person_id=person_id, seen_at=None, target_kind="room", target_id=room_id
    )
    ids = list(told.values_list("pk", flat=True))
    if ids:
        with transaction.atomic():
            mark_seen(person_id=person_id, ids=ids)


def read_up_to(*, person_id: int, room_id: int, seq: int) -> None:
    """Writes only when the mark grows, and is safe when two tabs mark at once."""
    seats = RoomSeat.objects.filter(room_id=room_id, person_id=person_id)
    if seats.filter(read_seq__lt=seq).update(read_seq=seq) or seats.exists():
        return
    RoomSeat.objects.bulk_create(
        [RoomSeat(room_id=room_id, person_id=person_id, read_seq=seq)],
        update_conflicts=False,
        ignore_conflicts=True,
    )
    # Another tab may have been first, with a lower mark.
    seats.filter(Q(read_seq__lt=seq)).update(read_seq=seq)
