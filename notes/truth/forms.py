"""The forms around whether a note is still true."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from notes.models import PracticeNote
from notes.truth.models import REASON_LIMIT
from notes.truth.stewards import who_may_be


class DoubtForm(RefusableForm):
    reason = GateCharField(
        limit=REASON_LIMIT,
        label=_("What is not so any more?"),
        help_text=_("Say how you know: you tried, a price has changed, a place has closed."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConfirmForm(RefusableForm):
    review_by = forms.CharField(
        required=False,
        label=_("Look at it again by"),
        help_text=_("Left empty: in a year"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    answer = GateCharField(
        limit=REASON_LIMIT,
        required=False,
        label=_("Your answer to those who asked"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StewardForm(RefusableForm):
    steward = forms.ChoiceField(label=_("Who looks after it?"))

    def __init__(self, *args: Any, note: PracticeNote, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["steward"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(person.handle, person.name) for person in who_may_be(note)]
