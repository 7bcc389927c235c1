"""Rooms and messages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from api import listing, shapes
from api.doors import after_of, answer, key_of, number, reader, writer
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed, MessageIn, MessageOut
from kernel.limits import spend
from kernel.paging import limit_of
from realtime.chat.access import room_for
from realtime.chat.actions.say import say
from realtime.live.events import events_after

router = Router(tags=["chat"])


@router.get("/rooms", response={200: Listed, **READ_PROBLEMS})
def rooms(request: HttpRequest, cursor: str = "", limit: str = "") -> Any:
    """Rooms with messages, and `rynek`, the latest first."""
    page = listing.rooms(reader(request), cursor=cursor or None, limit=limit_of(limit))
    return answer(shapes.listed([shapes.room(row) for row in page.rows], page))


@router.get("/rooms/{room_id}/messages", response={200: Listed, **READ_PROBLEMS})
def messages(
    request: HttpRequest, room_id: str, after: str = "", cursor: str = "", limit: str = ""
) -> Any:
    """The messages after a seq, in order. `next` is the `after` (or `cursor`) of the next page."""
    room = room_for(reader(request), pk=number(room_id))
    rows, following = listing.messages(room, after=after_of(cursor or after), limit=limit_of(limit))
    return answer({"results": [shapes.message(row) for row in rows], "next": following})


@router.post("/rooms/{room_id}/messages", response={201: MessageOut, **PROBLEMS})
def speak(request: HttpRequest, room_id: str, data: MessageIn) -> Any:
    person = writer(request)
    room = room_for(person, pk=number(room_id))
    spend("message", f"u{person.pk}")
    message, _made = say(
        by=person, room=room, body=data.body, client_id=data.client_id or key_of(request)
    )
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
