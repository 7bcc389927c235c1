"""Looking after a room, being in it: as on the pages, with the same rules."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from accounts.models import User
from accounts.viewer import Viewer
from api import shapes
from api.doors import answer, number, reader, writer
from api.room_schemas import OneRoomOut, OwnOut, ReadIn, RoomChangeIn
from api.room_shapes import own, practice_called, region_called, whole
from api.schemas import PROBLEMS, READ_PROBLEMS, Listed
from kernel.limits import spend
from kernel.refusals import Invalid, Refused
from realtime.chat.about import CARD, TOPIC, Kind
from realtime.chat.access import conversation_for, room_for
from realtime.chat.actions.belong import join_room, leave_room, mute_room
from realtime.chat.actions.found_room import archive_room, change_room
from realtime.chat.actions.mark_read import mark_read
from realtime.chat.actions.open_about import open_room_about
from realtime.chat.actions.start_conversation import people_named
from realtime.chat.actions.take_part import add_person, leave, mute
from realtime.chat.models import Room
from realtime.chat.people import people_of
from realtime.chat.policies import check_archive, check_looks_after

router = Router(tags=["chat"])


@router.post("/topics/{topic_id}/room", response={200: OneRoomOut, 201: OneRoomOut, **PROBLEMS})
def about_topic(request: HttpRequest, topic_id: str) -> Any:
    """Opens the topic's room; 200 where it is there already. Whoever reads the topic reads it."""
    return _open_about(request, TOPIC, topic_id)


@router.post("/needs/{card_id}/room", response={200: OneRoomOut, 201: OneRoomOut, **PROBLEMS})
def about_card(request: HttpRequest, card_id: str) -> Any:
    """The same for a need or an offer that says its days."""
    return _open_about(request, CARD, card_id)


def _open_about(request: HttpRequest, kind: Kind, raw: str) -> Any:
    person = writer(request)
    room, made = open_room_about(by=person, thing=kind.find(person, number(raw)))
    return answer(whole(person, room.pk), 201 if made else 200)


@router.get("/rooms/{room_id}", response={200: OneRoomOut, **READ_PROBLEMS})
def one(request: HttpRequest, room_id: str) -> Any:
    return answer(whole(reader(request), number(room_id)))


@router.patch("/rooms/{room_id}", response={200: OneRoomOut, **PROBLEMS})
def change(request: HttpRequest, room_id: str, data: RoomChangeIn) -> Any:
    """Changes what is given, by moderators and whoever opened it. All of it, or nothing."""
    person = writer(request)
    room = room_for(person, pk=number(room_id))
    given = data.dict(exclude_unset=True)
    if "name" in given:
        raise Invalid({"name": [_("The name of a room is its address, so it stays as it is.")]})
    archived = given.pop("archived", None)
    if archived is not None:
        check_archive(person, room)
    check_looks_after(person, room)
    spend("edit", f"u{person.pk}")
    if given:
        change_room(by=person, room=room, **_changed(room, given))
    if archived is not None:
        archive_room(by=person, room=room, archived=archived)
    return answer(whole(person, room.pk))


def _changed(room: Room, given: dict[str, Any]) -> dict[str, Any]:
    """What the room is to say, whole: what was not given as it is."""
    read: dict[str, Callable[[Any], Any]] = {"practice": practice_called, "region": region_called}
    names = ("description", "slow_seconds", "keeps_months", "practice", "region")
    kept = {name: getattr(room, name) for name in names}
    new = {name: read[name](value) if name in read else value for name, value in given.items()}
    if new.get("description", "") is None or new.get("slow_seconds", 0) is None:
        raise Invalid({"description": [_("This is missing.")]})
    return {**kept, **new}


@router.put("/rooms/{room_id}/membership", response={200: OneRoomOut, **PROBLEMS})
def join(request: HttpRequest, room_id: str) -> Any:
    """Makes the room one of your own. Into a conversation somebody who is there brings you."""
    person, room = _written(request, room_id)
    join_room(by=person, room=room)
    return answer(whole(person, room.pk))


@router.delete("/rooms/{room_id}/membership", response={204: None, **PROBLEMS})
def depart(request: HttpRequest, room_id: str) -> Any:
    """Nothing of it counts for you any more; out of a conversation you go for good, until you come back by
    yourself."""
    person, room = _written(request, room_id)
    (leave if room.private else leave_room)(by=person, room=room)
    return HttpResponse(status=204)


def _quiet(request: HttpRequest, room_id: str, muted: bool) -> Any:
    person, room = _written(request, room_id)
    (mute if room.private else mute_room)(by=person, room=room, muted=muted)
    return answer(whole(person, room.pk))


@router.put("/rooms/{room_id}/mute", response={200: OneRoomOut, **PROBLEMS})
def quiet(request: HttpRequest, room_id: str) -> Any:
    """What is new in it does not count for you, or call you."""
    return _quiet(request, room_id, True)


@router.delete("/rooms/{room_id}/mute", response={200: OneRoomOut, **PROBLEMS})
def loud(request: HttpRequest, room_id: str) -> Any:
    return _quiet(request, room_id, False)


@router.put("/rooms/{room_id}/read", response={200: OwnOut, **PROBLEMS})
def read(request: HttpRequest, room_id: str, data: ReadIn) -> Any:
    """How far you have read, on all your devices. What has not happened yet cannot have been read."""
    person, room = _written(request, room_id)
    if not 0 <= data.seq < 2**63:
        raise Invalid({"seq": [_("Give a whole number.")]})
    mark_read(by=person, room=room, seq=data.seq)
    return answer(own(person, room))


@router.get("/rooms/{room_id}/people", response={200: Listed, **READ_PROBLEMS})
def people(request: HttpRequest, room_id: str) -> Any:
    """Who takes part in a conversation; a room has no list."""
    room = _conversation(reader(request), room_id)
    rows = [
        {**shapes.person(row.person), "joined_at": shapes.moment(row.joined_at)}
        for row in people_of(room)
    ]
    return answer({"results": rows, "next": None})


@router.put("/rooms/{room_id}/people/{handle}", response={200: OneRoomOut, **PROBLEMS})
def bring(request: HttpRequest, room_id: str, handle: str) -> Any:
    """Brings somebody into a conversation that you take part in. They read what is said from now on."""
    person = writer(request)
    room = _conversation(person, room_id)
    spend("edit", f"u{person.pk}")
    for other in people_named(person, [handle]):
        add_person(by=person, room=room, person=other)
    return answer(whole(person, room.pk))


@router.delete("/rooms/{room_id}/people/{handle}", response={204: None, **PROBLEMS})
def send_away(request: HttpRequest, room_id: str, handle: str) -> Any:
    """Yourself (`me`, or your handle): nobody sends another away."""
    person = writer(request)
    room = _conversation(person, room_id)
    if handle not in ("me", person.handle):
        raise Refused(_("People leave a conversation by themselves."))
    spend("edit", f"u{person.pk}")
    leave(by=person, room=room)
    return HttpResponse(status=204)


def _conversation(viewer: Viewer, room_id: str) -> Room:
    return conversation_for(viewer, room_for(viewer, pk=number(room_id)).slug)


def _written(request: HttpRequest, room_id: str) -> tuple[User, Room]:
    """Who changes what a room is to them alone."""
    person = writer(request)
    room = room_for(person, pk=number(room_id))
    spend("mark", f"u{person.pk}")
    return person, room
