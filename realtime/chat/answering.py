"""Replies to a message: what they answer, as it may be shown now.

The words of what is answered are never kept with the reply. In a conversation they stand in no frame
either: whoever has come in since must not read them there.
"""

from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.voices import HEAVY, WHOLE
from kernel.gate import whole_number
from kernel.refusals import Invalid
from realtime.chat.access import message_for
from realtime.chat.models import Message, Room


def load_sources(messages: Iterable[Message]) -> None:
    """Gives every reply among the messages what it answers, with its author. One statement, or none."""
    replies = [one for one in messages if one.reply_to_id is not None]
    if not replies:
        return
    wanted = {one.reply_to_id for one in replies if one.reply_to_id is not None}
    rows = Message.objects.filter(pk__in=wanted).select_related(*WHOLE).defer("body", *HEAVY)
    found = {row.pk: row for row in rows}
    for one in replies:
        one.reply_to = found.get(one.reply_to_id or 0)


def asked_in(viewer: Viewer, room: Room, raw: object) -> Message | None:
    """The same for what a form or an address says; None where it says nothing. Raises Invalid."""
    if raw in ("", None):
        return None
    seq = whole_number(raw)
    return answered(viewer, room, -1 if seq is None else seq)


def answered(viewer: Viewer, room: Room, seq: int) -> Message:
    """The message that a reply answers. Raises Invalid ("reply_to")."""
    try:
        if whole_number(seq) is None:
            raise Http404
        message = message_for(viewer, room, seq)
    except Http404:
        raise Invalid({"reply_to": [_("What you answer is not here.")]}) from None
    if message.gone:
        raise Invalid({"reply_to": [_("What you answer is no longer here.")]})
    return message
