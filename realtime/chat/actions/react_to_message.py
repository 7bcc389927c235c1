"""A person says one of a few words of another's message, or takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.voices import holds
from forums.reactions.policies import read_reaction
from forums.reactions.reading import counted_rows
from kernel.refusals import Refused
from realtime.chat.actions.changing import announce, held_message
from realtime.chat.models import Message, MessageReaction
from realtime.chat.policies import check_not_silenced, check_open_still, check_present


def react_to_message(*, by: User, message: Message, kind: str, on: bool = True) -> Message:
    """The message with its figures as they are now. Saying it twice is saying it once. Raises Refused or
    Invalid (kind)."""
    kind = read_reaction(kind)
    with transaction.atomic():
        held = held_message(message)
        if on:
            check_react(by, held)
            rows = MessageReaction.objects
            _row, changed = rows.get_or_create(message=held, person=by, kind=kind)
        else:
            check_writer(by)
            check_present(by, held.room)
            mine = MessageReaction.objects.filter(message=held, person=by, kind=kind)
            changed = bool(mine.delete()[0])
        if changed:
            held.reactions = counted_rows(MessageReaction.objects.filter(message=held))
            held.version += 1
            held.save(update_fields=["reactions", "version"])
            announce(held)
    return held


def check_react(by: User, message: Message) -> None:
    """To others' messages that are still there, where people still talk. Raises Refused."""
    check_writer(by)
    check_open_still(message.room)
    check_not_silenced(by, message.room)
    check_present(by, message.room)
    if message.gone or message.kind:
        raise Refused(_("You can only react to a message that is still here."))
    if message.author_id == by.pk or holds(by, message.author_id, message.organisation_id):
        raise Refused(_("Others react to your own message."))
