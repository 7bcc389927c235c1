"""The forms of the chat. They keep what was typed; the actions judge it for every door alike."""

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms import Voiced
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from realtime.chat.actions.say import MESSAGE_LIMIT
from realtime.chat.actions.start_conversation import SUBJECT_LIMIT

WHO_HELP = _("The beginning of a name or a handle; two letters are enough.")
HANDLES_LIMIT = 800
"""Characters of twenty handles and what stands between them."""


def handles_in(text: str) -> Sequence[str]:
    """The handles that were typed: with or without @, between commas, spaces or lines."""
    return [handle for handle in re.split(r"[\s,;]+", text) if handle]


class MessageForm(Voiced):
    body = GateCharField(
        limit=MESSAGE_LIMIT, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ConversationForm(RefusableForm):
    to = GateCharField(
        limit=HANDLES_LIMIT, lines=False, label=_("To whom"), help_text=WHO_HELP,
    )  # fmt: skip
    subject = GateCharField(
        limit=SUBJECT_LIMIT, lines=False, name=True, required=False, label=_("What about"),
        help_text=_("The name of a conversation of several people. To one person it stands above your message."),
    )  # fmt: skip
    body = GateCharField(
        limit=MESSAGE_LIMIT, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 5})
    )


class AddForm(RefusableForm):
    to = GateCharField(
        limit=HANDLES_LIMIT, lines=False, label=_("Whom"), help_text=WHO_HELP,
    )  # fmt: skip
