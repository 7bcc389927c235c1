from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.levels import Level
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from moderation.actions.decide import REASON_LIMIT
from moderation.actions.pause import DAYS, FOR_GOOD
from moderation.actions.report import DETAIL_LIMIT
from moderation.grounds import open_grounds
from moderation.models import Report, Screened, Verdict
from moderation.registry import Given


def rule_field() -> forms.ChoiceField:
    """By which ground: those that the institute has open now."""
    return forms.ChoiceField(
        label=_("By which rule"), choices=lambda: [(one.slug, one.name) for one in open_grounds()]
    )


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


class RuledForm(ReasonForm):
    """The same with the ground that the person is told."""

    rule = forms.ChoiceField(
        label=_("By which rule"), required=False,
        choices=lambda: [(one.slug, one.name) for one in open_grounds()],
    )  # fmt: skip

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"] or "other")


class PauseForm(RuledForm):
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
    field_order = ["days", "rule", "reason"]


class SweepForm(RuledForm):
    """Undoing a spammer in one act."""

    sure = forms.BooleanField(label=_("Hide everything this person wrote and pause the account"))
    site = GateCharField(
        limit=100, lines=False, name=True, required=False,
        label=_("Also look first at what leads to"),
        help_text=_("A domain, such as example.com: it goes onto the list."),
    )  # fmt: skip
    field_order = ["rule", "reason", "site", "sure"]

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"] or "spam")


class ScreenForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Screened.Kind.choices)
    value = GateCharField(
        limit=100, lines=False, name=True, label=_("The word, or the domain"),
        help_text=_("A word is found as a whole; a domain with all below it."),
    )  # fmt: skip


SLOWER = (10, 30, 60, 300, 900, 3600)
"""Seconds between two messages."""


def _pace(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


class DecisionForm(RefusableForm):
    """What happens to a thing or its author, by which rule, and why: the author reads the reason. The fields
    after it belong to single verdicts; the action says where one is missing."""

    verdict = forms.ChoiceField(
        label=_("What happens"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    rule = rule_field()
    reason = GateCharField(
        label=_("Reason for the author"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write it to the person: what it was, why, and what they can do."),
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label=_("For how long"), required=False, coerce=int, empty_value="24",
        choices=[
            (24 * DAYS[0], _("one day")), (24 * DAYS[1], _("three days")), (24 * DAYS[2], _("a week")),
            (24 * DAYS[3], _("a month")),
        ],
    )  # fmt: skip
    place = GateCharField(label=_("Where to"), limit=200, lines=False, required=False)
    title = GateCharField(
        label=_("Title of the new conversation"), limit=200, lines=False, required=False
    )
    body = GateCharField(
        label=_("The new words"),
        required=False,
        limit=32_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    seconds = forms.TypedChoiceField(
        label=_("Wait between two messages"), required=False, coerce=int, empty_value="60",
        choices=lambda: [(one, _pace(one)) for one in SLOWER],
    )  # fmt: skip
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )

    mark = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def once_more(self, mark: str) -> None:
        """The page shows what stands there now: what is sent from it is meant of that."""
        self.data = {**self.data, "mark": mark}

    def given(self) -> Given:
        """For the room that takes the measure."""
        clean: dict[str, Any] = self.cleaned_data
        return Given(
            reason=clean["reason"], place=clean["place"], title=clean["title"], body=clean["body"],
            hours=int(clean["hours"]), seconds=int(clean["seconds"]), mark=clean["mark"],
        )  # fmt: skip


class AppealForm(RefusableForm):
    body = GateCharField(
        label=_("Why you do not agree"), limit=5_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what we have overlooked or understood wrongly. A sentence is enough."),
    )  # fmt: skip


class TurnForm(RefusableForm):
    body = GateCharField(
        label=_("Your message"), limit=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OutcomeForm(RefusableForm):
    """What another moderator decides about an appeal."""

    outcome = forms.ChoiceField(
        label=_("What you decide"), widget=forms.RadioSelect,
        choices=[
            ("upheld", _("The decision stands")),
            ("reversed", _("The decision was wrong: undo it")),
        ],
    )  # fmt: skip
    rule = forms.ChoiceField(
        label=_("By which rule it is hidden after all"), required=False,
        choices=lambda: [(one.slug, one.name) for one in open_grounds()],
    )  # fmt: skip
    reason = GateCharField(
        label=_("Reason, for who appealed"), limit=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class NoticeForm(RefusableForm):
    """Something illegal, told by anybody."""

    url = GateCharField(
        label=_("Address of the page"), limit=500, lines=False,
        help_text=_("Copy it from your browser. The link at the date of a post leads to just that post."),
    )  # fmt: skip
    what = GateCharField(
        label=_("Which place on that page"), limit=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the first words of it, or the name of the picture."),
    )  # fmt: skip
    why = GateCharField(
        label=_("Why it is against the law"), limit=5_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what is wrong with it and, if you know, which law forbids it."),
    )  # fmt: skip
    of_children = forms.BooleanField(
        label=_("It shows sexual abuse of children: I need not say who I am"), required=False
    )
    name = GateCharField(
        label=_("Your name"), limit=100, lines=False, name=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = GateCharField(
        label=_("Your e-mail address"), limit=254, lines=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send you a receipt at once, and the decision. The author learns neither name nor address."),
    )  # fmt: skip
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is true and complete")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound and self.data.get("of_children"):
            self.fields["name"].required = self.fields["email"].required = False


class GroundForm(RefusableForm):
    """A ground of decisions, as the institute words it."""

    slug = GateCharField(
        label=_("Short name in addresses"), limit=40, lines=False,
        help_text=_("Small letters, digits and hyphens. It stays as it is."),
    )  # fmt: skip
    name_pl = GateCharField(label=_("Name in Polish"), limit=100, lines=False, name=True)
    name_en = GateCharField(label=_("Name in English"), limit=100, lines=False, name=True)
    anchor = GateCharField(
        label=_("Place in the house rules"), limit=60, lines=False, required=False,
        help_text=_("What stands after # in the address of that rule."),
    )  # fmt: skip
    provision_pl = GateCharField(
        label=_("Provision of the law, in Polish"), limit=300, lines=False, required=False,
        help_text=_("Only for what the law forbids. Leave it empty for a house rule."),
    )  # fmt: skip
    provision_en = GateCharField(
        label=_("Provision of the law, in English"), limit=300, lines=False, required=False
    )
    explanation_pl = GateCharField(
        label=_("Explanation in Polish"), limit=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who is restricted by this ground reads it."),
    )  # fmt: skip
    explanation_en = GateCharField(
        label=_("Explanation in English"), limit=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    active = forms.BooleanField(label=_("Moderators can choose it"), required=False, initial=True)
