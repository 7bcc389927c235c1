"""What a reviewer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.gate import GateCharField
from notes.actions.judge_revision import REASON_LIMIT
from notes.review.models import Verdict


class JudgeForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Verdict.Answer.APPROVE, _("It is good: everybody may read it as reviewed")),
            (Verdict.Answer.IMPROVE, _("It could be better: I say how")),
        ],
        widget=forms.RadioSelect,
    )
    reason = GateCharField(
        limit=REASON_LIMIT,
        required=False,
        label=_("Your words to its authors"),
        help_text=_("Needed when something should be better. Say what, and where."),
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("answer") == Verdict.Answer.IMPROVE and not self.cleaned_data.get(
            "reason"
        ):
            self.add_error(
                "reason", _("Say what would make it better: its author reads only this.")
            )
        return self.cleaned_data
