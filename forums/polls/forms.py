"""The form of a poll."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.polls.fields import CHOICE_LIMIT, FURTHEST, MOST, Asked, not_within_a_year, read_poll
from forums.polls.models import Poll
from kernel.days import midnight_after
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField


class PollForm(RefusableForm):
    question = GateCharField(
        limit=NAME_LIMIT, lines=False, name=True, label=_("What do you ask?"),
        help_text=_("For example: Which evening suits you for the meeting?"),
    )  # fmt: skip
    choices = GateCharField(
        limit=MOST * (CHOICE_LIMIT + 2), label=_("Answers"),
        help_text=_("From 2 to 12, each in a line of its own."),
    )  # fmt: skip
    most = forms.IntegerField(
        min_value=1, max_value=MOST, initial=1, label=_("How many may one choose?"),
        widget=forms.NumberInput(attrs={"class": "input input-short", "inputmode": "numeric"}),
    )  # fmt: skip
    results = forms.ChoiceField(
        label=_("When are the results shown?"), choices=Poll.Results.choices,
        widget=forms.RadioSelect, initial=Poll.Results.VOTED,
    )  # fmt: skip
    who_learns = forms.ChoiceField(
        label=_("Who learns how somebody voted?"), widget=forms.RadioSelect, initial="yes",
        choices=[
            ("yes", _("Nobody, not even moderators")),
            ("no", _("Everybody who sees the results")),
        ],
    )  # fmt: skip
    changeable = forms.BooleanField(
        required=False, initial=True, label=_("A vote can be changed until the end")
    )
    last_day = forms.DateField(
        required=False, label=_("Last day"),
        help_text=_("The poll ends by itself at midnight. Left empty, it goes on until you close it."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input input-short"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_last_day(self) -> date | None:
        """Said here, at the field: in `read_poll` it is a moment, and of no field of this form."""
        day: date | None = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day is not None and not today <= day < today + FURTHEST:
            raise forms.ValidationError(not_within_a_year())
        return day

    def asked(self) -> Asked:
        """The poll of a valid form. Raises Invalid by the names of its fields."""
        fields: dict[str, Any] = self.cleaned_data
        lines = [line.strip() for line in fields["choices"].splitlines()]
        return read_poll(
            question=fields["question"], choices=[line for line in lines if line],
            most=fields["most"], secret=fields["who_learns"] != "no", changeable=fields["changeable"],
            results=fields["results"], ends_at=midnight_after(day) if (day := fields["last_day"]) else None,
        )  # fmt: skip


def initial_of(poll: Poll) -> dict[str, Any]:
    ends = timezone.localtime(poll.ends_at) - timedelta(days=1) if poll.ends_at else None
    return {
        "question": poll.question,
        "choices": "\n".join(poll.choices.values_list("text", flat=True)),
        "most": poll.most,
        "results": poll.results,
        "who_learns": "yes" if poll.secret else "no",
        "changeable": poll.changeable,
        "last_day": ends.date() if ends else None,
    }
