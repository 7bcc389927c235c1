"""What one can subscribe to: rooms, topics, and what concerns oneself.

A kind answers three questions for many objects at once, so that a sweep over everything that is
being watched costs a handful of statements.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Max
from django.utils import translation

from accounts.models import User
from accounts.viewer import Viewer, audiences_of
from forums.models import Topic
from kernel.gate import whole_number
from notifications.bell import unseen_of, unseen_rows_of
from notifications.models import Notification
from notifications.targets import still_visible
from realtime.chat.models import Room
from realtime.chat.people import house_pairs, present_pairs, readers_of
from realtime.live.events import NOTIFICATION, ROOM, TOPIC, notification_data, stream_frames
from realtime.live.models import Stream
from realtime.live.streams import encoded, frame_of
from realtime.live.told import Told

ME = "me"
_NAME = re.compile(r"(room|topic):([0-9]{1,19})")


@dataclass(frozen=True, slots=True)
class Channel:
    """`kind` is a key of KINDS; `object_id` the room's, the topic's or (for "me") the person's."""

    kind: str
    object_id: int

    @property
    def name(self) -> str:
        """As clients write it: nobody needs to say who they are."""
        return ME if self.kind == ME else f"{self.kind}:{self.object_id}"


def channel_named(name: object, viewer: Viewer) -> Channel | None:
    """The channel that a client means, whether it exists or not; None for what names none."""
    if not isinstance(name, str):
        return None
    if name == ME:
        return Channel(ME, viewer.pk or 0)
    match = _NAME.fullmatch(name)
    object_id = whole_number(match[2]) if match else None
    return Channel(match[1], object_id) if match and object_id is not None else None


def standing(viewer: Viewer) -> tuple[Any, ...]:
    """Two viewers of the same standing see the same rooms and topics, so one is asked for both (see
    `Kind.alike`); conversations have lists of people, which `Kind.named` is asked for."""
    return audiences_of(viewer)


class Kind(Protocol):
    def visible(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        """Which of these the viewer may watch."""

    def alike(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        """Which of these everybody of the viewer's standing may watch."""

    def named(self, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        """Which of these (person's id, object's id) hold because the person is on its list."""

    def newest(self, ids: Collection[int]) -> dict[int, int]:
        """The number of the latest event in each; those without any are left out."""

    def after(self, object_id: int, after: int, limit: int) -> list[Told]:
        """The events after a number, in order."""


class _Streamed:
    """A kind whose events lie in `Stream`."""

    def __init__(self, kind: str, visible_to: Any) -> None:
        self._kind, self._visible_to = kind, visible_to

    def visible(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        return set(self._visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True))

    def alike(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        return self.visible(viewer, ids)

    def named(self, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        return set()

    def newest(self, ids: Collection[int]) -> dict[int, int]:
        rows = Stream.objects.filter(kind=self._kind, object_id__in=ids)
        return dict(rows.values_list("object_id", "last_seq"))

    def after(self, object_id: int, after: int, limit: int) -> list[Told]:
        frames = stream_frames(self._kind, object_id, after, limit)
        return [Told(frame["seq"], encoded(frame)) for frame in frames]


class _Rooms(_Streamed):
    """Rooms with an audience or about a thing, and conversations."""

    def __init__(self) -> None:
        super().__init__(ROOM, lambda viewer: Room.objects.visible_to(viewer))

    def alike(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        rooms = Room.objects.open_to(viewer).filter(pk__in=ids)
        return set(rooms.values_list("pk", flat=True))

    def named(self, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        return present_pairs(pairs) | house_pairs(pairs)

    def after(self, object_id: int, after: int, limit: int) -> list[Told]:
        told = super().after(object_id, after, limit)
        # After the events: whoever had left before one of them is no reader by now.
        room = Room.objects.filter(pk=object_id).first()
        readers = {} if room is None else readers_of(room)
        return [one._replace(readers=readers) for one in told]


class _Personal:
    """What concerns one person: their notifications, numbered by their ids."""

    def visible(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        return {viewer.pk} & set(ids) if isinstance(viewer, User) else set()

    def alike(self, viewer: Viewer, ids: Collection[int]) -> set[int]:
        return set()

    def named(self, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(person, of) for person, of in pairs if person == of}

    def newest(self, ids: Collection[int]) -> dict[int, int]:
        rows = Notification.objects.filter(person_id__in=ids).order_by()
        return dict(rows.values_list("person_id").annotate(newest=Max("pk")))

    def after(self, object_id: int, after: int, limit: int) -> list[Told]:
        mine = Notification.objects.filter(person_id=object_id, pk__gt=after, in_page=True)
        rows = list(mine.select_related("actor", "organisation").order_by("pk")[:limit])
        if not rows:
            return []
        person = User.objects.get(pk=object_id)
        visible, unread = still_visible(person, rows), unread_of(object_id)
        with translation.override(person.language):
            told = [
                notification_data(row) if row.pk in visible else {"id": row.pk, "removed": True}
                for row in rows
            ]
        frames = [
            frame_of(NOTIFICATION, ME, data["id"], {**data, "unread": unread}) for data in told
        ]
        return [Told(frame["seq"], encoded(frame)) for frame in frames]


def unread_of(person_id: int) -> dict[str, int]:
    """How many notifications are new, in how many lines of the list they stand (what the bell says), and
    how many rooms hold something that the person has not read."""
    from realtime.chat.unread import rooms_with_news

    person = User.objects.filter(pk=person_id).first()
    rows, lines = (unseen_rows_of(person), unseen_of(person)) if person else (0, 0)
    rooms = rooms_with_news(person) if person else 0
    return {"notifications": rows, "lines": lines, "rooms": rooms}


KINDS: dict[str, Kind] = {
    ROOM: _Rooms(),
    TOPIC: _Streamed(TOPIC, lambda viewer: Topic.objects.reachable_by(viewer)),
    ME: _Personal(),
}
