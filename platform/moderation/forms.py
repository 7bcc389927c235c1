from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.gate import GateCharField
from moderation.actions.decide import REASON_LIMIT
from moderation.actions.report import DETAIL_LIMIT
from moderation.models import Decision, Report


class FlagForm(forms.Form):
    """The report form: a reason, and what one wants to add."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    detail = GateCharField(
        label=_("What should we know?"), limit=DETAIL_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You need not write anything. The author does not see who reported it."),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class DecisionForm(forms.Form):
    """What happens to a thing, by which rule, and why: the author reads the reason."""

    verdict = forms.ChoiceField(
        label=_("What happens"), choices=Decision.Verdict.choices, widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(label=_("By which rule"), choices=Report.Reason.choices)
    reason = GateCharField(
        label=_("Reason for the author"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write it to the person: what it was, why, and what they can do."),
    )  # fmt: skip
