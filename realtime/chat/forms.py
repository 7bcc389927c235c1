"""The forms of the chat. They keep what was typed; the actions judge it for every door alike."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Audience
from composing.forms import ComposedForm
from forums.forms import Voiced
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from moderation.actions.levels import REASON_LIMIT
from realtime.chat.actions.found_room import (
    DESCRIPTION_LIMIT,
    KEPT,
    NAME_LIMIT,
    SLOW,
    audiences_for,
    needs_description,
)
from realtime.chat.actions.say import MESSAGE_LIMIT
from realtime.chat.actions.silence import HOURS
from realtime.chat.actions.start_conversation import SUBJECT_LIMIT
from realtime.chat.models import Room
from taxonomy.models import PracticeArea, Region
from taxonomy.regions import powiat_choices, units_by_code

WHO_HELP = _("The beginning of a name or a handle; two letters are enough.")
HANDLES_LIMIT = 800
"""Characters of twenty handles and what stands between them."""


def handles_in(text: str) -> Sequence[str]:
    """The handles that were typed: with or without @, between commas, spaces or lines."""
    return [handle for handle in re.split(r"[\s,;]+", text) if handle]


class MessageForm(ComposedForm, Voiced):
    body = GateCharField(
        limit=MESSAGE_LIMIT, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3})
    )
    reply_to = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    """The number of the message that it answers."""


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


class _RoomWords(RefusableForm):
    description = GateCharField(
        limit=DESCRIPTION_LIMIT, lines=False, label=_("What is it for?"),
        help_text=_("One sentence: who talks here, about what."),
    )  # fmt: skip
    practice = forms.ModelChoiceField(
        queryset=PracticeArea.objects.all(), to_field_name="code", required=False,
        label=_("Practice area"), empty_label=_("none in particular"),
    )  # fmt: skip
    region = forms.ChoiceField(
        required=False, label=_("Powiat"), choices=lambda: powiat_choices(_("the whole region"))
    )
    keeps_months = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("How long messages are kept"),
        choices=lambda: [(months or "", kept_words(months)) for months in KEPT],
        help_text=_("What is older is erased for good. The room says so to everybody."),
    )  # fmt: skip

    def clean_region(self) -> Region | None:
        code = self.cleaned_data["region"]
        return units_by_code([code]).get(code) if code else None


class RoomForm(_RoomWords):
    """A new room."""

    name = GateCharField(
        limit=NAME_LIMIT, lines=False, name=True, label=_("Name of the room"),
        help_text=_("The address is made of it, so it stays as it is."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Who reads along"), widget=forms.RadioSelect)

    field_order = ("name", "description", "practice", "region", "audience", "keeps_months")

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["audience"]
        chosen.choices = [(one, AUDIENCES[one]) for one in audiences_for(by)]
        chosen.initial = str(Audience.PUBLIC)


class RoomSettingsForm(_RoomWords):
    """What those who look after a room change."""

    slow_seconds = forms.TypedChoiceField(
        coerce=int, label=_("Slow mode"), choices=lambda: [(one, slow_words(one)) for one in SLOW],
        help_text=_("So long one waits between two messages. Moderators do not."),
    )  # fmt: skip

    field_order = ("description", "practice", "region", "slow_seconds", "keeps_months")

    def __init__(self, *args: Any, by: User, room: Room, **options: Any) -> None:
        initial = {
            "description": room.description, "slow_seconds": room.slow_seconds,
            "practice": room.practice.code if room.practice else "",
            "region": room.region.code if room.region else "",
            "keeps_months": room.keeps_months or "",
        }  # fmt: skip
        super().__init__(*args, initial=initial, **options)
        self.fields["description"].required = needs_description(room)
        if not by.is_moderator:  # shown, and changed by moderators alone
            kept: Any = self.fields["keeps_months"]
            kept.choices = [(room.keeps_months or "", kept_words(room.keeps_months))]


class SilenceForm(RefusableForm):
    """For how long, and why; or, for who is silent now, why no more."""

    hours = forms.TypedChoiceField(
        coerce=int, label=_("For how long"),
        choices=lambda: [(one, hours_words(one)) for one in HOURS],
    )  # fmt: skip
    reason = GateCharField(
        limit=REASON_LIMIT, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. A sentence is enough; a rule helps."),
    )  # fmt: skip

    def __init__(self, *args: Any, silent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if silent:
            del self.fields["hours"]


def hours_words(hours: int) -> str:
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


AUDIENCES = {
    str(Audience.PUBLIC): _("everybody, members speak"),
    str(Audience.MEMBERS): _("members only"),
    str(Audience.MODERATORS): _("moderators only"),
}


def kept_words(months: int | None) -> str:
    """For how long a room keeps its messages, in words."""
    if months is None:
        return gettext("for ever")
    return ngettext("for %(count)d month", "for %(count)d months", months) % {"count": months}


def slow_words(seconds: int) -> str:
    if not seconds:
        return gettext("off")
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
