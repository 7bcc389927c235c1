"""Writing what has happened in a channel. The channel's row is the lock and the counter.

`next_place` takes the lock and the next number, `write` keeps the event, `record` does both; `hold`
takes the lock alone. All belong into the action's transaction, after the action's own locks. The
number after a place is given out only when the transaction that took the place has ended, so that
events come in the order of their numbers.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from kernel.compiled import write_new
from kernel.facts import after_commit
from realtime.live import wire
from realtime.live.models import Stream, StreamEvent

LARGEST_HINT = 16_000
"""Characters of a frame that travels with its hint; a larger one is read from the database."""


@dataclass(frozen=True)
class Place:
    """A number in a channel, taken until the transaction ends."""

    stream_id: int
    kind: str
    object_id: int
    seq: int


def hold(kind: str, object_id: int) -> None:
    """Locks the channel without taking a number: for changes that may turn out to be none."""
    _check_transaction()
    list(Stream.objects.select_for_update().filter(kind=kind, object_id=object_id))


def _check_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a channel was written to outside a transaction")


def last_seq(kind: str, object_id: int) -> int:
    """The number of the newest event of a channel; 0 before the first."""
    found = Stream.objects.filter(kind=kind, object_id=object_id)
    return found.values_list("last_seq", flat=True).first() or 0


def next_place(kind: str, object_id: int) -> Place:
    """Locks the channel ("room" or "topic" and the object's id) and takes its next number."""
    _check_transaction()
    taken = _raised(kind, object_id)
    if taken is None:
        with suppress(IntegrityError), transaction.atomic():  # another has just made the row
            Stream.objects.create(kind=kind, object_id=object_id)
        taken = _raised(kind, object_id)
        assert taken is not None
    return Place(taken[0], kind, object_id, taken[1])


def _raised(kind: str, object_id: int) -> tuple[int, int] | None:
    """(id, number) of the channel's row after it was raised; None where there is no row yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE realtime_stream SET last_seq = last_seq + 1 WHERE kind = %s AND object_id = %s"
            " RETURNING id, last_seq",
            [kind, object_id],
        )
        row: tuple[int, int] | None = cursor.fetchone()
        return row


def write(
    place: Place,
    type: str,
    thing_id: int,
    data: dict[str, Any] | None = None,
    *,
    readers: Mapping[int, int] | None = None,
) -> None:
    """Keeps the event and, once it is committed, tells whoever watches the channel.

    `thing_id` is the message or post; `data` its present state, if the caller has it at hand;
    `readers` those who may have it (`realtime.live.told`), where not everybody who watches may.
    """
    write_new(StreamEvent(stream_id=place.stream_id, seq=place.seq, type=type, object_id=thing_id))
    hint: dict[str, Any] = {
        "type": "hint",
        "kind": place.kind,
        "id": place.object_id,
        "seq": place.seq,
    }
    if readers is not None:
        hint["readers"] = [[person, floor] for person, floor in readers.items()]
    if data is not None:
        frame = encoded(frame_of(type, f"{place.kind}:{place.object_id}", place.seq, data))
        if len(frame) <= LARGEST_HINT:
            hint["frame"] = frame
    group = wire.group_of(place.kind, place.object_id)
    after_commit(lambda: wire.post(group, hint))


def record(
    kind: str, object_id: int, type: str, thing_id: int, data: dict[str, Any] | None = None
) -> int:
    """`next_place` and `write` in one; returns the event's number."""
    place = next_place(kind, object_id)
    write(place, type, thing_id, data)
    return place.seq


def record_many(kind: str, object_id: int, type: str, thing_ids: Sequence[int]) -> int:
    """The same for many things at once; returns the last number. Whoever watches is told of that one
    alone, and reads the others as the numbers they have missed."""
    if not thing_ids:
        return last_seq(kind, object_id)
    place = next_place(kind, object_id)
    last = place.seq + len(thing_ids) - 1
    Stream.objects.filter(pk=place.stream_id).update(last_seq=last)
    StreamEvent.objects.bulk_create(
        [
            StreamEvent(stream_id=place.stream_id, seq=seq, type=type, object_id=thing_id)
            for seq, thing_id in enumerate(thing_ids, start=place.seq)
        ],
        batch_size=500,
    )
    hint = {"type": "hint", "kind": kind, "id": object_id, "seq": last}
    group = wire.group_of(kind, object_id)
    after_commit(lambda: wire.post(group, hint))
    return last


def frame_of(type: str, channel: str, seq: int, data: dict[str, Any]) -> dict[str, Any]:
    """An event as clients get it."""
    return {"type": type, "channel": channel, "seq": seq, "data": data}


def encoded(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
