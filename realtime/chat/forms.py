"""The one form of the chat. It keeps what was typed; the action judges it for every door alike."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.gate import GateCharField
from kernel.refusals import Invalid, KeyReused, Refusal
from realtime.chat.actions.say import MESSAGE_LIMIT


class MessageForm(forms.Form):
    body = GateCharField(
        limit=MESSAGE_LIMIT, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.key = str(self.data.get("key") or uuid.uuid4())[:100]

    def refuse(self, error: Refusal) -> None:
        """Puts the sentences of a refusal where they belong."""
        if isinstance(error, KeyReused):
            self.key = str(uuid.uuid4())
        if isinstance(error, Invalid) and "body" in error.fields:
            self.add_error("body", error.fields["body"])
        else:
            self.add_error(None, error.message)
