"""The one form of the chat. It keeps what was typed; the action judges it for every door alike."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from realtime.chat.actions.say import MESSAGE_LIMIT


class MessageForm(RefusableForm):
    body = GateCharField(
        limit=MESSAGE_LIMIT, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3})
    )
