"""What a room no longer keeps is erased: the messages with their reactions, quotations and removed
places. The numbers of their events stay, so that whoever counts finds no gap; they say that something
was there, and nothing else."""

from calendar import monthrange
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from composing.models import Attachment
from kernel.facts import publish
from moderation.models import Report
from realtime.chat.actions.say import MESSAGE
from realtime.chat.counters import shift_room
from realtime.chat.facts import MessageChanged
from realtime.chat.models import Message, Room
from realtime.chat.words import forget_words
from realtime.live import streams
from realtime.live.events import ROOM

BATCH = 200
"""Messages erased in one transaction: nobody in the room waits for long."""


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def erase_old() -> int:
    """One batch of each room that does not keep for ever; how many messages that were."""
    rooms = Room.objects.filter(keeps_months__isnull=False).order_by("pk")
    return sum(_erase_in(room) for room in rooms)


def number_of_old() -> int:
    rooms = Room.objects.filter(keeps_months__isnull=False)
    return sum(_old_in(room, room.keeps_months or 0).count() for room in rooms)


def _old_in(room: Room, months: int) -> QuerySet[Message]:
    """What moderators have been asked about waits for their answer."""
    asked = Report.objects.filter(kind="message", decision=None).values("object_id")
    before = months_before(timezone.now(), months)
    return Message.objects.filter(room=room, created_at__lt=before).exclude(pk__in=asked)


def _erase_in(room: Room) -> int:
    with transaction.atomic():
        streams.hold(ROOM, room.pk)
        now = Room.objects.get(pk=room.pk).keeps_months  # as it is decided in this very moment
        if now is None:
            return 0
        rows = list(_old_in(room, now).order_by("seq")[:BATCH])
        if not rows:
            return 0
        readable = sum(not row.gone and not row.kind for row in rows)
        gone = [row.pk for row in rows]
        # Files that no text holds are cleared away (composing.tidying).
        files = Attachment.objects.filter(holder_kind=MESSAGE, holder_id__in=gone)
        files.update(holder_kind="", holder_id=None)
        Message.objects.filter(pk__in=gone).delete()
        forget_words(room.pk, [row.seq for row in rows])
        shift_room(room.pk, by=-readable)
        for row in rows:
            publish(MessageChanged(room_id=room.pk, message_id=row.pk))
    return len(rows)
