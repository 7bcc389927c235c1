"""The form of a certificate, an award, a grant or a standard. What may be kept is judged by the action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Standing
from directory.vocabulary.reaching import ADDRESS_LIMIT
from directory.vocabulary.standings import FIELDS, GIVER_LIMIT, TITLE_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import GateCharField


def day_field(label: Any, hint: Any = "") -> GateCharField:
    """A day: phones show a calendar, and who types writes 31.05.2026."""
    return GateCharField(
        label=label, limit=20, lines=False, required=False, help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", "class": "input input-short"}, format="%Y-%m-%d"),
    )  # fmt: skip


class StandingForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Standing.Kind.choices)
    title = GateCharField(
        label=_("How it is called"), limit=TITLE_LIMIT, lines=False,
        help_text=_("For example: Małopolska Kultura Wrażliwa; standards for the protection of children."),
    )  # fmt: skip
    giver = GateCharField(
        label=_("From whom"), limit=GIVER_LIMIT, lines=False, required=False,
        help_text=_("Who gave it, or who watches over it."),
    )  # fmt: skip
    since = day_field(_("Since when"))
    until = day_field(
        _("Valid to"), _("The last day. After it the page shows it as past. Empty: without an end.")
    )
    url = GateCharField(
        label=_("Where one can read about it"), limit=ADDRESS_LIMIT, lines=False, required=False
    )


def initial_standing(row: Standing) -> dict[str, Any]:
    """The form's values of what is written now."""
    return {name: getattr(row, name) for name in FIELDS}
