"""Somebody says something in a room."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from composing.actions.attach import attach
from composing.text import Composed, compose_light
from directory.models import Organisation
from directory.voices import WHOLE
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.letter_addresses import without_codes
from kernel.once import once
from kernel.refusals import Invalid
from realtime.chat.actions.mark_read import read_up_to
from realtime.chat.answering import load_sources
from realtime.chat.facts import MessageNamed, MessageSaid
from realtime.chat.models import Message, Room
from realtime.chat.people import readers_of
from realtime.chat.policies import check_name, check_not_apart, check_not_too_soon, check_say
from realtime.live import streams
from realtime.live.events import MESSAGE_CREATED, message_data

MESSAGE_LIMIT = 8_000
"""Characters of a message."""
MESSAGE = "message"
"""What holds the files of a message (composing.holders)."""


def say(
    *,
    by: User,
    room: Room,
    body: str,
    client_id: str | None = None,
    organisation: Organisation | None = None,
    reply_to: Message | None = None,
) -> tuple[Message, bool]:
    """The message, and whether it was made now: the same `client_id` of a person makes one message.
    With `organisation` it is shown as that one's. `reply_to` is what it answers (`realtime.chat.answering`).

    Raises Refused, Invalid (body), TooMany (slow mode) or KeyReused.
    """
    check_say(by, room)
    if organisation is not None:
        check_name(by, room, organisation)
    body, composed = read_message(by, body)
    made_now: list[Message] = []

    def make() -> int:
        place = streams.next_place("room", room.pk)
        # Once more, now that nobody can come, go or archive the room before this is told.
        present = Room.objects.get(pk=room.pk)
        check_say(by, present)
        check_not_apart(by, present)
        check_not_too_soon(by, present)
        readers = readers_of(room)
        now = timezone.now()
        message = Message.objects.create(
            room=room, seq=place.seq, author=by, organisation=organisation, body=body, html=composed.html,
            created_at=now, reply_to=reply_to,
        )  # fmt: skip
        Room.objects.filter(pk=room.pk).update(
            message_count=F("message_count") + 1, last_message_at=now
        )
        read_up_to(person_id=by.pk, room_id=room.pk, seq=place.seq)
        streams.write(place, MESSAGE_CREATED, message.pk, message_data(message), readers=readers)
        publish(MessageSaid(room_id=room.pk, message_id=message.pk, seq=place.seq))
        refer_from(message, composed)
        made_now.append(message)
        return message.pk

    payload = ["message", room.pk, body]
    payload += [organisation.pk] if organisation else []
    payload += [f"reply to {reply_to.pk}"] if reply_to else []
    with transaction.atomic():
        pk, made = once(person_id=by.pk, key=client_id, payload=payload, make=make)
    if made_now:
        return made_now[0], made
    again = Message.objects.select_related("room", *WHOLE).get(pk=pk)
    load_sources([again])
    return again, False


def read_message(by: User, raw: object, *, message_id: int | None = None) -> tuple[str, Composed]:
    """The words of this person and what becomes of them: their HTML, whom they name, which files they
    show; of the message that is being changed, or of one to come. Raises Invalid ("body")."""
    try:
        body = without_codes(required_text(raw, limit=MESSAGE_LIMIT))
        holder = (MESSAGE, message_id) if message_id else None
        return body, compose_light(body, by=by, holder=holder)
    except BadText as error:
        raise Invalid({"body": [str(error)]}) from error


def refer_from(message: Message, composed: Composed, *, before: str = "") -> None:
    """Within the transaction that writes the message: it holds its files, and whom it names for the
    first time is told."""
    attach(files=composed.files, kind=MESSAGE, holder_id=message.pk)
    named = composed.newly_named(before)
    if named.people or named.organisations:
        publish(
            MessageNamed(
                message.room_id, message.pk, tuple(named.people.values()),
                tuple(named.organisations.values()),
            )
        )  # fmt: skip


def message_text(raw: object) -> str:
    """The text of a message through the gate. Raises Invalid under the name "body"."""
    try:
        return without_codes(required_text(raw, limit=MESSAGE_LIMIT))
    except BadText as error:
        raise Invalid({"body": [str(error)]}) from error
