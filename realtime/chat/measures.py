"""What moderators can do about a message beside hiding it. Of a conversation they take nothing but the
message: who talks there, and how, is its people's own affair."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Conflict, Invalid
from moderation.models import Verdict
from moderation.registry import Given, Measure, Taken
from realtime.chat.actions.found_room import SLOW
from realtime.chat.actions.remove_message import take_down
from realtime.chat.actions.silence import let_speak, silence
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
    row = silence(
        by=by, room=message.room, person=message.author, hours=given.hours, reason=given.reason, states=False
    )  # fmt: skip
    return Taken(
        {"room": row.room_id, "until": row.until.isoformat()}, message.room.name, row.until
    )


def _let_speak(by: User, thing: Thing | None, kept: Mapping[str, Any]) -> None:
    message = Message.objects.select_related("author").filter(pk=kept["id"]).first()
    row = (
        message
        and RoomSilence.objects.now()
        .filter(room=kept.get("room", 0), person=message.author)
        .first()
    )
    if message and row and row.until.isoformat() == kept.get("until"):
        let_speak(by=by, room=row.room, person=message.author, reason=str(kept["reason"]))


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
