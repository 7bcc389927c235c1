"""Who takes part in a conversation, and since when."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Card
from realtime.chat.models import Participant, Room
from realtime.chat.querysets import PEOPLE

MOST = 20
"""People in one conversation."""


def readers_of(room: Room) -> dict[int, int] | None:
    """Who may have what happens in the room: person's id → the number after which they may read. None
    for a room with an audience, where whoever watches may."""
    if not room.private:
        return None
    rows = Participant.objects.present().filter(room=room.pk)
    return dict(rows.values_list("person_id", "from_seq"))


def place_in(viewer: Viewer, room: Room) -> Participant | None:
    """The viewer's present place in the conversation."""
    return Participant.objects.of(viewer).filter(room=room.pk).first()


def people_of(room: Room) -> list[Participant]:
    """Who takes part now, with their persons and who added them, the earliest first."""
    rows = Participant.objects.present().filter(room=room.pk)
    return list(rows.select_related("person", "added_by").order_by("joined_at", "pk"))


def present_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (person's id, room's id) hold now."""
    wanted = set(pairs)
    if not wanted:
        return set()
    rows = Participant.objects.present().filter(
        room__audience=PEOPLE,
        room__in={room for _, room in wanted},
        person__in={person for person, _ in wanted},
    )
    return wanted & set(rows.values_list("person_id", "room_id"))


def house_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (person's id, room's id) hold since the room is about a card of the person's own
    organisation."""
    wanted = set(pairs)
    rooms = Room.objects.exclude(card=None).filter(pk__in={room for _, room in wanted})
    cards = dict(rooms.values_list("card", "pk")) if wanted else {}
    if not cards:
        return set()
    theirs: QuerySet[Any] = Card.objects.of_houses_of({person for person, _ in wanted})
    theirs = theirs.filter(pk__in=cards)
    return wanted & {
        (person, cards[card]) for card, person in theirs.values_list("pk", "member_id")
    }


def same_two(one: int, other: int) -> str:
    """The mark of the one conversation of two people."""
    return f"two:{min(one, other)}:{max(one, other)}"


def conversation_of_two(by: User, other: User) -> Room | None:
    """Their conversation, if both are in it now."""
    room = (
        Room.objects.conversations_of(by)
        .filter(conversation__same_as=same_two(by.pk, other.pk))
        .first()
    )
    if room is None:
        return None
    here = Participant.objects.present().filter(room=room, person=other)
    return room if here.exists() else None
