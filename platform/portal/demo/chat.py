"""The rooms of the demo region and what is said in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.models import Organisation
from kernel.markdown import render_light
from portal.demo.conversations import voices_in
from portal.demo.happenings import Event, History, in_order, keep, rising
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows
from portal.demo.verdicts import Thing, gone_at, hidings
from realtime.chat.models import Message, Room
from realtime.live.events import MESSAGE_CHANGED, MESSAGE_CREATED, ROOM
from realtime.live.models import Stream


@dataclass
class Talk:
    """The talk of a room that was loaded just now; rows and messages stand side by side."""

    room: Room
    rows: list[Row]
    messages: list[Message]
    events: list[Event]


def ensure_demo_rooms(clock: Clock) -> Mapping[str, Room]:
    """The rooms of chat.toml by slug; those that are there are left as they are."""
    wanted = rows("rooms", "chat")
    slugs = {row["organisation"] for row in wanted if row.get("organisation")}
    houses = {house.slug: house for house in Organisation.objects.filter(slug__in=slugs)}
    known = {
        room.slug: room for room in Room.objects.filter(slug__in=[row["slug"] for row in wanted])
    }
    taken = {
        room.organisation.slug: room
        for room in Room.objects.filter(organisation__in=houses.values()).select_related(
            "organisation"
        )
        if room.organisation
    }
    found = {
        row["slug"]: taken.get(row.get("organisation", "")) or known.get(row["slug"])
        for row in wanted
    }
    made = Room.objects.bulk_create(
        Room(
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            audience=row["audience"],
            organisation=houses.get(row.get("organisation", "")),
            always_listed=row["slug"] == "rynek",
            created_at=clock.ago(days=390),
        )
        for row in wanted
        if found[row["slug"]] is None
    )
    return {
        **{slug: room for slug, room in found.items() if room},
        **{room.slug: room for room in made},
    }


def load_talk(people: People, clock: Clock) -> list[Talk]:
    """Fills those rooms in which nothing has happened yet; a room with a life of its own stays as it is."""
    rooms = ensure_demo_rooms(clock)
    busy = set(
        Stream.objects.filter(
            kind=ROOM, object_id__in=[room.pk for room in rooms.values()]
        ).values_list("object_id", flat=True)
    )
    said: dict[str, list[Row]] = {}
    for row in rows("messages", "chat"):
        said.setdefault(row["room"], []).append(row)
    hidden = hidings()
    houses = voices_in(row for wanted in said.values() for row in wanted)
    talks = [
        _talk(rooms[slug], wanted, people, clock, hidden, houses)
        for slug, wanted in said.items()
        if rooms[slug].pk not in busy
    ]
    if talks:
        _write(talks)
    return talks


def _talk(
    room: Room,
    wanted: list[Row],
    people: People,
    clock: Clock,
    hidden: Mapping[Thing, str],
    houses: Mapping[str, Organisation],
) -> Talk:
    messages: list[Message] = []
    changes: list[list[datetime]] = []
    for row, made in zip(wanted, clock.rising([row["at"] for row in wanted]), strict=True):
        body = row["body"].strip("\n").rstrip()
        message = Message(
            room=room,
            author=people[row["author"]],
            organisation=houses.get(row.get("voice", "")),
            body=body,
            html=render_light(body),
            created_at=made,
        )
        message.edited_at = clock.after(made, minutes=2) if row.get("edited") else None
        message.removed_at, hidden_at = gone_at("message", row, made, clock, hidden)
        message.hidden = hidden_at is not None
        changes.append(rising((message.edited_at, message.removed_at, hidden_at)))
        message.version = 1 + len(changes[-1])
        messages.append(message)
    events = in_order(
        [(message.created_at, changed) for message, changed in zip(messages, changes, strict=True)]
    )
    for seq, event in enumerate(events, start=1):
        if event.made:
            messages[event.place].seq = seq
    return Talk(room, wanted, messages, events)


def _write(talks: Sequence[Talk]) -> None:
    Message.objects.bulk_create([message for talk in talks for message in talk.messages])
    histories = [
        History(talk.room.pk, talk.events, [message.pk for message in talk.messages])
        for talk in talks
    ]
    keep(ROOM, histories, made=MESSAGE_CREATED, changed=MESSAGE_CHANGED)
    for talk in talks:
        here = [message for message in talk.messages if not message.gone]
        talk.room.message_count = len(here)
        talk.room.last_message_at = here[-1].created_at if here else None
    Room.objects.bulk_update([talk.room for talk in talks], ["message_count", "last_message_at"])
