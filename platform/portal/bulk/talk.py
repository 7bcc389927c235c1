"""Bench messages: half of them on the market square, the others in rooms of organisations."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.bulk.plan import Progress, Tell
from portal.bulk.rows import Rows, reserve
from portal.bulk.texts import Writer
from realtime.chat.models import Message, Room
from realtime.live import streams
from realtime.live.events import MESSAGE_CREATED, ROOM
from realtime.live.models import Stream, StreamEvent
from search import index

BATCH = 5_000
ROOMS = 40
"""So many organisations talk."""
SPAN = timedelta(days=90)


def add_messages(count: int, writer: Writer, authors: list[int], market: Room, tell: Tell) -> None:
    progress = Progress("messages", count, tell)
    houses = Room.objects.exclude(organisation=None).filter(audience="public").order_by("-pk")
    others = list(houses.values_list("pk", flat=True)[:ROOMS])
    share = count if not others else -(-count // 2)
    _say(market.pk, share, writer, authors, progress)
    left = count - share
    for place, room_id in enumerate(others):
        # The rooms get the same, and the first ones what is over.
        _say(room_id, left // len(others) + (place < left % len(others)), writer, authors, progress)


def _say(room_id: int, count: int, writer: Writer, authors: list[int], progress: Progress) -> None:
    """So many messages after what has been said in the room: between its last word and now."""
    done = 0
    while done < count:
        size = min(BATCH, count - done)
        with transaction.atomic():
            _write(room_id, size, count - done, writer, authors)
        done += size
        progress.add(size)


def _write(room_id: int, size: int, left: int, writer: Writer, authors: list[int]) -> None:
    """A lot of them in one transaction. The room's channel is held: others may be talking."""
    first = streams.next_place(ROOM, room_id)
    last = first.seq + size - 1
    Stream.objects.filter(pk=first.stream_id).update(last_seq=last)
    now = timezone.now()
    since = Room.objects.values_list("last_message_at", flat=True).get(pk=room_id)
    start = max(since, now - SPAN) if since else now - SPAN
    step = max((now - start) / left, timedelta(0))
    times = [start + step * (place + 1) for place in range(size)]
    ids = reserve(Message, size)
    numbered = list(zip(ids, range(first.seq, last + 1), times, strict=True))
    random = writer.random
    Rows(Message, "id", "seq", "created_at", "author_id", "body", "html", room_id=room_id).write(
        (pk, seq, at, random.choice(authors), *writer.line(writer.lang()))
        for pk, seq, at in numbered
    )
    Rows(
        StreamEvent,
        "object_id",
        "seq",
        "created_at",
        stream_id=first.stream_id,
        type=MESSAGE_CREATED,
    ).write(numbered)
    Room.objects.filter(pk=room_id).update(
        message_count=F("message_count") + size, last_message_at=times[-1]
    )
    index.enqueue("message", ids)
