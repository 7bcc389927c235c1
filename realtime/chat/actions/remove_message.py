"""A message is taken back by its author, or hidden by a moderator's decision."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directory.voices import holds
from kernel.markdown import excerpt, plain
from moderation.actions.state import state
from moderation.models import Verdict
from realtime.chat.actions.changing import announce, held_message
from realtime.chat.counters import shift_room
from realtime.chat.models import Message
from realtime.chat.paths import message_path
from realtime.chat.policies import check_remove
from realtime.chat.words import forget_words


def remove_message(
    *, by: User, message: Message, reason: str = "", rule: str = "other", states: bool = True
) -> Message:
    """The message without its text for everybody. A moderator who removes another's words states why
    (`states`: False where a decision does). Raises Refused."""
    with transaction.atomic():
        held = held_message(message)
        check_remove(by, held)
        if states and by.is_moderator and held.author_id != by.pk and not _holds(by, held):
            state(
                by=by, person_id=held.author_id, verdict=Verdict.REMOVE, kind="message", object_id=held.pk,
                title=excerpt(plain(held.html), limit=80), excerpt=plain(held.html),
                url=message_path(held.room.slug, held.seq), ground=rule,
                reason=reason or _("A moderator removed it and gave no further reason. Ask for it in an appeal."),
            )  # fmt: skip
        held.removed_at = timezone.now()
        held.version += 1
        held.save(update_fields=["removed_at", "version"])
        shift_room(held.room_id, by=-1)
        forget_words(held.room_id, [held.seq])
        announce(held)
    return held


def _holds(by: User, message: Message) -> bool:
    return message.organisation_id is not None and holds(by, message.author_id, message.organisation_id)


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
