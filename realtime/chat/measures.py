"""What moderators can do about a message beside hiding it. Of a conversation they take nothing but the
message: who talks there, and how, is its people's own affair."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Conflict, Invalid
from moderation.models import Verdict
from moderation.registry import Given, Measure, Taken
from realtime.chat.actions.found_room import SLOW
from realtime.chat.actions.remove_message import take_down
from realtime.chat.actions.silence import silence, take_back
from realtime.chat.models import Message, Room, RoomSilence
from realtime.chat.quoting import Quoted, is_gone, is_private, message_of

Thing = Message | Quoted


def _remove(by: User, thing: Thing, given: Given) -> Taken:
    take_down(message_of(thing), removed=True)
    return Taken()


def _bring_back(by: User, thing: Thing | None, kept: Mapping[str, Any]) -> None:
    """A removed message is none that anybody sees: it is taken by its id."""
    found = Message.objects.select_related("room").filter(pk=kept["id"]).first()
    if found is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    take_down(found, removed=False)


def _silence(by: User, thing: Thing, given: Given) -> Taken:
    message = message_of(thing)
    act = silence(
        by=by, room=message.room, person=message.author, hours=given.hours, reason=given.reason, states=False
    )  # fmt: skip
    until = act.until.isoformat() if act.until else ""
    return Taken({"room": message.room_id, "until": until}, message.room.name, act.until)


def _let_speak(by: User, thing: Thing | None, kept: Mapping[str, Any]) -> None:
    message = Message.objects.select_related("author").filter(pk=kept["id"]).first()
    row = (
        message
        and RoomSilence.objects.now()
        .filter(room=kept.get("room", 0), person=message.author)
        .first()
    )
    if row and kept.get("until"):
        until = datetime.fromisoformat(kept["until"])
        take_back(by=by, row=row, until=until, reason=str(kept["reason"]))


def _slow(by: User, thing: Thing, given: Given) -> Taken:
    room = message_of(thing).room
    if room.private:
        raise Invalid({"verdict": [_("A conversation belongs to its people.")]})
    if given.seconds not in SLOW:
        raise Invalid({"seconds": [_("Choose one from the list.")]})
    held = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    was, held.slow_seconds = held.slow_seconds, given.seconds
    held.save(update_fields=["slow_seconds"])
    return Taken({"seconds": was, "room": room.pk}, room.name)


def _as_fast_as_before(by: User, thing: Thing | None, kept: Mapping[str, Any]) -> None:
    Room.objects.filter(pk=kept.get("room", 0)).update(slow_seconds=int(kept.get("seconds", 0)))


def _in_a_room(thing: Thing) -> bool:
    return not is_private(thing)


MEASURES: dict[str, Measure] = {
    Verdict.REMOVE: Measure(_remove, _bring_back, fits=lambda thing: not is_gone(thing)),
    Verdict.SILENCE: Measure(_silence, _let_speak, needs=("hours",), fits=_in_a_room),
    Verdict.SLOW: Measure(
        _slow, _as_fast_as_before, needs=("seconds",), restricts_author=False, fits=_in_a_room
    ),
}
