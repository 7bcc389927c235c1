"""The forms of claims, reviews and merging."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.actions.claims import EVIDENCE_LIMIT
from directory.actions.review import REASON_LIMIT
from directory.actions.writing import COMMENT_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField


class CommentForm(RefusableForm):
    """Why something is changed."""

    comment = GateCharField(
        label=_("Why did you change it?"), limit=COMMENT_LIMIT, lines=False, required=False,
        help_text=_("You need not say. It stands in the history of the page."),
    )  # fmt: skip


class ClaimMailForm(RefusableForm):
    """An address of the organisation's own, to which a link is sent."""

    email = GateCharField(
        label=_("E-mail address of the organisation"), limit=254, lines=False, name=True,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )  # fmt: skip


class EvidenceForm(RefusableForm):
    """What somebody writes to those who decide."""

    evidence = GateCharField(
        label=_("How can we see that you belong there?"), limit=EVIDENCE_LIMIT,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        help_text=_("What you do there, where your name stands, whom we may call."),
    )  # fmt: skip


class NoteForm(RefusableForm):
    """A few words to the editors, who know their people."""

    evidence = GateCharField(
        label=_("A few words to them"), limit=EVIDENCE_LIMIT, required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text=_("You need not write anything. They see your name."),
    )  # fmt: skip


class VerdictForm(RefusableForm):
    """Yes or no, and why."""

    verdict = forms.ChoiceField(
        label=_("What do you decide?"), choices=[("yes", _("Take it")), ("no", _("Do not take it"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = GateCharField(
        label=_("Reason for the person"), limit=REASON_LIMIT, required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        help_text=_("Needed when you do not take it."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class ClaimVerdictForm(VerdictForm):
    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("yes", _("They look after the page from now on")),
            ("no", _("Do not accept the claim")),
        ],
        widget=forms.RadioSelect,
    )
    review = forms.BooleanField(
        label=_("Review changes that matter on this page from now on"), required=False
    )


class TwinForm(RefusableForm):
    """Into which record a twin goes."""

    q = GateCharField(
        label=_("Name or address of the record that stays"), limit=NAME_LIMIT, lines=False,
        help_text=_("Its name, or the last word of its address on this site."),
    )  # fmt: skip
