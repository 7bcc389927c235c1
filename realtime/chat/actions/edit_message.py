"""The author rewords a message."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from realtime.chat.actions.changing import announce, held_message
from realtime.chat.actions.say import read_message, refer_from
from realtime.chat.models import Message
from realtime.chat.policies import check_edit
from realtime.chat.words import forget_words


def edit_message(*, by: User, message: Message, body: str) -> Message:
    """The message as it is now. The same words again change nothing. Raises Refused or Invalid."""
    body, composed = read_message(by, body, message_id=message.pk)
    with transaction.atomic():
        held = held_message(message)
        check_edit(by, held)
        if held.body == body:
            return held
        before, held.html = held.html, composed.html
        held.body, held.edited_at = body, timezone.now()
        held.version += 1
        held.save(update_fields=["body", "html", "edited_at", "version"])
        forget_words(held.room_id, [held.seq])
        refer_from(held, composed, before=before)
        announce(held)
    return held
