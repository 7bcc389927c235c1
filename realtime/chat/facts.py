from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class MessageSaid(Fact):
    room_id: int
    message_id: int
    seq: int


@dataclass(frozen=True)
class MessageChanged(Fact):
    """Edited, removed, hidden or shown again."""

    room_id: int
    message_id: int


@dataclass(frozen=True)
class RoomChanged(Fact):
    """A room was opened, or its name or audience changed."""

    room_id: int


@dataclass(frozen=True)
class PeopleChanged(Fact):
    """Somebody came into a conversation, or went."""

    room_id: int


@dataclass(frozen=True)
class PersonAdded(Fact):
    """Somebody was brought into a conversation that others had begun."""

    room_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class MessageNamed(Fact):
    """A message names these for the first time; said after the fact of the message itself."""

    room_id: int
    message_id: int
    person_ids: tuple[int, ...]
    organisation_ids: tuple[int, ...]
