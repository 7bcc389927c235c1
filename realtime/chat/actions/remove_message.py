"""A message is taken back by its author, or hidden by a moderator's decision."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from realtime.chat.actions.changing import announce, held_message
from realtime.chat.counters import shift_room
from realtime.chat.models import Message
from realtime.chat.policies import check_remove
from realtime.chat.words import forget_words


def remove_message(*, by: User, message: Message) -> Message:
    """The message without its text for everybody. Raises Refused."""
    with transaction.atomic():
        held = held_message(message)
        check_remove(by, held)
        _set_removed(held, timezone.now())
    return held


def take_down(message: Message, removed: bool) -> None:
    """A moderator's decision removes it for everybody, or (`removed=False`) brings it back. Called by
    `moderation` within its decision's transaction, which has judged who may."""
    with transaction.atomic():
        held = held_message(message)
        if (held.removed_at is not None) != removed:
            _set_removed(held, timezone.now() if removed else None)


def _set_removed(held: Message, at: datetime | None) -> None:
    held.removed_at = at
    held.version += 1
    held.save(update_fields=["removed_at", "version"])
    if not held.hidden:
        shift_room(held.room_id, by=-1 if at else 1)
    forget_words(held.room_id, [held.seq])
    announce(held)


def hide_message(message: Message, hidden: bool) -> None:
    """Called by `moderation` within its decision's transaction, which has judged who may."""
    with transaction.atomic():
        held = held_message(message)
        if held.hidden == hidden:
            return
        held.hidden = hidden
        held.version += 1
        held.save(update_fields=["hidden", "version"])
        forget_words(held.room_id, [held.seq])
        if held.removed_at is None:
            shift_room(held.room_id, by=-1 if hidden else 1)
        announce(held)
