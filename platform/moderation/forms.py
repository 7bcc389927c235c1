from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.levels import Level
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from moderation.actions.decide import REASON_LIMIT
from moderation.actions.pause import FOR_GOOD
from moderation.actions.report import DETAIL_LIMIT
from moderation.models import Decision, Report, Screened


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


class ReasonForm(RefusableForm):
    """Why a moderator does something to a person's account."""

    reason = GateCharField(
        limit=REASON_LIMIT, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class LevelForm(ReasonForm):
    level = forms.ChoiceField(
        label=_("How well this person is known here"),
        choices=[("", _("count it again")), *Level.choices],
        required=False,
        help_text=_("What you choose stays until a moderator changes it."),
    )
    field_order = ["level", "reason"]

    def clean_level(self) -> int | None:
        level = self.cleaned_data["level"]
        return int(level) if level else None


class PauseForm(ReasonForm):
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            (1, _("one day")),
            (3, _("three days")),
            (7, _("a week")),
            (30, _("a month")),
            (FOR_GOOD, _("for good")),
        ],
    )
    field_order = ["days", "reason"]


class SweepForm(ReasonForm):
    """Undoing a spammer in one act."""

    sure = forms.BooleanField(label=_("Hide everything this person wrote and pause the account"))
    site = GateCharField(
        limit=100, lines=False, name=True, required=False,
        label=_("Also look first at what leads to"),
        help_text=_("A domain, such as example.com: it goes onto the list."),
    )  # fmt: skip
    field_order = ["reason", "site", "sure"]


class ScreenForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Screened.Kind.choices)
    value = GateCharField(
        limit=100, lines=False, name=True, label=_("The word, or the domain"),
        help_text=_("A word is found as a whole; a domain with all below it."),
    )  # fmt: skip


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
