"""What has happened in a room or a topic, in the order in which it happened: the events of live pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from realtime.live.models import Stream, StreamEvent


class Event(NamedTuple):
    """`place` is that of the thing in the conversation, counted from 0."""

    at: datetime
    place: int
    made: bool


def in_order(things: Sequence[tuple[datetime, Sequence[datetime]]]) -> list[Event]:
    """The events of things that were made at a moment and changed at others."""
    events = [Event(made, place, True) for place, (made, _) in enumerate(things)]
    events += [
        Event(at, place, False) for place, (_, changes) in enumerate(things) for at in changes
    ]
    return sorted(events, key=lambda event: (event.at, not event.made, event.place))


class History(NamedTuple):
    """The events of one channel, and the ids of the things they tell of."""

    object_id: int
    events: Sequence[Event]
    things: Sequence[int]


def keep(kind: str, histories: Sequence[History], *, made: str, changed: str) -> None:
    """Writes whole channels that have had no event before, numbered from 1."""
    streams = Stream.objects.bulk_create(
        Stream(kind=kind, object_id=history.object_id, last_seq=len(history.events))
        for history in histories
    )
    StreamEvent.objects.bulk_create(
        [
            StreamEvent(
                stream=stream,
                seq=seq,
                type=made if event.made else changed,
                object_id=history.things[event.place],
                created_at=event.at,
            )
            for stream, history in zip(streams, histories, strict=True)
            for seq, event in enumerate(history.events, start=1)
        ]
    )


def rising(moments: Iterable[datetime | None]) -> list[datetime]:
    """Those that there are, in order."""
    return sorted(moment for moment in moments if moment is not None)
