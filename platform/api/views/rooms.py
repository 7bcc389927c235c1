"""Rooms and messages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.limits import spend_as
from api import listing, shapes
from api.doors import after_of, answer, key_of, number, reader, writer
from api.room_schemas import OneRoomOut, RoomIn
from api.room_shapes import practice_called, region_called, whole
from api.schemas import (
    PROBLEMS,
    READ_PROBLEMS,
    ConversationIn,
    Listed,
    MessageIn,
    MessageOut,
    ReactionsOut,
    RoomOut,
)
from directory.speaking import voice_named
from kernel.limits import spend
from kernel.paging import limit_of
from realtime.chat.access import message_for, room_for
from realtime.chat.actions.found_room import found_room
from realtime.chat.actions.react_to_message import react_to_message
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import people_named, start_conversation
from realtime.chat.answering import answered
from realtime.chat.reacting import message_figures, own_on
from realtime.live.events import events_after

router = Router(tags=["chat"])


@router.get("/rooms", response={200: Listed, **READ_PROBLEMS})
def rooms(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """Rooms with messages, and `rynek`, the latest first; with a token also the conversations that its
    person takes part in (`kind` is `conversation`; they have `people`, and nobody else sees them)."""
    page = listing.rooms(reader(request), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.room(row) for row in page.rows], page))


@router.post("/rooms", response={201: OneRoomOut, **PROBLEMS})
def found(request: HttpRequest, data: RoomIn) -> Any:
    """Opens a room: moderators, and those who are often here."""
    person = writer(request)
    room, _made = found_room(
        by=person, name=data.name, description=data.description, audience=data.audience or "public",
        practice=practice_called(data.practice), region=region_called(data.region),
        keeps_months=data.keeps_months, key=key_of(request),
    )  # fmt: skip
    return answer(whole(person, room.pk), 201)


@router.post("/conversations", response={201: RoomOut, **PROBLEMS})
def converse(request: HttpRequest, data: ConversationIn) -> Any:
    """Begins a conversation with its first message. Two people have one: it is found again."""
    person = writer(request)
    spend_as(person, "message")
    room, _made = start_conversation(
        by=person, to=people_named(person, data.to), subject=data.subject, body=data.body,
        key=key_of(request),
    )  # fmt: skip
    return answer(shapes.room(room_for(person, pk=room.pk)), 201)


@router.get("/rooms/{room_id}/messages", response={200: Listed, **READ_PROBLEMS})
def messages(
    request: HttpRequest, room_id: str, after: str = "", cursor: str = "", limit: str = ""
) -> Any:
    """The messages after a seq, in order. `next` is the `after` (or `cursor`) of the next page. In a
    conversation one reads from when one came in on; a message with a `kind` (`added`, `joined`, `left`)
    tells that its author has added `about`, come in, or gone, and has no text."""
    room = room_for(reader(request), pk=number(room_id))
    rows, following = listing.messages(room, after=after_of(cursor or after), limit=limit_of(limit))
    return answer({"results": [shapes.message(row) for row in rows], "next": following})


@router.post("/rooms/{room_id}/messages", response={201: MessageOut, **PROBLEMS})
def speak(request: HttpRequest, room_id: str, data: MessageIn) -> Any:
    person = writer(request)
    room = room_for(person, pk=number(room_id))
    spend_as(person, "message")
    message, _made = say(
        by=person, room=room, body=data.body, client_id=data.client_id or key_of(request),
        organisation=voice_named(person, data.organisation),
        reply_to=None if data.reply_to is None else answered(person, room, data.reply_to),
    )  # fmt: skip
    return answer(shapes.message(message), 201)


@router.get("/rooms/{room_id}/events", response={200: Listed, **READ_PROBLEMS})
def events(request: HttpRequest, room_id: str, after: str = "", limit: str = "") -> Any:
    """The socket's frames after a seq, for those who poll."""
    most = limit_of(limit, default=100)
    frames = events_after(
        reader(request), "room", number(room_id), after=after_of(after),
        limit=most,
    )  # fmt: skip
    return answer(shapes.events(frames, most))


@router.get("/rooms/{room_id}/messages/{seq}/reactions", response={200: Listed, **READ_PROBLEMS})
def reactions(request: HttpRequest, room_id: str, seq: str) -> Any:
    """Who has said what of a message with one press."""
    viewer = reader(request)
    message = message_for(viewer, room_for(viewer, pk=number(room_id)), number(seq))
    figures = [] if message.gone else message_figures(viewer, message)
    return answer({"results": [shapes.figure(one) for one in figures], "next": None})


def _react(request: HttpRequest, room_id: str, seq: str, kind: str, on: bool) -> Any:
    person = writer(request)
    message = message_for(person, room_for(person, pk=number(room_id)), number(seq))
    spend("mark", f"u{person.pk}")
    message = react_to_message(by=person, message=message, kind=kind, on=on)
    return answer({"reactions": message.reactions, "own": sorted(own_on(person, message))})


@router.put(
    "/rooms/{room_id}/messages/{seq}/reactions/{kind}", response={200: ReactionsOut, **PROBLEMS}
)
def press(request: HttpRequest, room_id: str, seq: str, kind: str) -> Any:
    """Says it; saying it again changes nothing. `kind`: agree, same, try, cheer or smile."""
    return _react(request, room_id, seq, kind, True)


@router.delete(
    "/rooms/{room_id}/messages/{seq}/reactions/{kind}", response={200: ReactionsOut, **PROBLEMS}
)
def unpress(request: HttpRequest, room_id: str, seq: str, kind: str) -> Any:
    """Takes it back; what was not said is not said."""
    return _react(request, room_id, seq, kind, False)
