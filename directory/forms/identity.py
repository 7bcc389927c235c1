"""The part of an organisation's form that says who it is in full, and who sees how to reach it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Contact, LegalForm, Organisation
from directory.sight import EVERYBODY, GUARDED, circle_of
from directory.vocabulary.identity import FIELDS, FORMER_LIMIT, ORGANISER_LIMIT, SHORT_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import GateCharField


class IdentityForm(RefusableForm):
    """Fields that `OrganisationForm` has besides its own."""

    short_name = GateCharField(
        label=_("Short name"), limit=SHORT_LIMIT, lines=False, name=True, required=False,
        help_text=_("As people say it, such as GOK or MDK."),
    )  # fmt: skip
    former_names = GateCharField(
        label=_("Former names"), limit=FORMER_LIMIT, lines=False, name=True, required=False,
        help_text=_("With semicolons between them. Who searches by an old name finds you."),
    )  # fmt: skip
    legal_form = forms.ChoiceField(
        label=_("Legal form"), choices=[("", _("Not said")), *LegalForm.choices], required=False
    )
    organiser = GateCharField(
        label=_("Run by"), limit=ORGANISER_LIMIT, lines=False, name=True, required=False,
        help_text=_("The gmina, association or other body to which it belongs."),
    )  # fmt: skip
    founded = GateCharField(
        label=_("Founded"), limit=10, lines=False, required=False,
        help_text=_("The year, such as 1957."),
    )  # fmt: skip
    phone_shown = forms.ChoiceField(
        label=_("Who sees the telephone number"),
        choices=Contact.Shown.choices, initial=EVERYBODY, required=False,
    )  # fmt: skip
    email_shown = forms.ChoiceField(
        label=_("Who sees the e-mail address"),
        choices=Contact.Shown.choices, initial=EVERYBODY, required=False,
    )  # fmt: skip

    @property
    def identity_open(self) -> bool:
        """Whether the folded part has something that must be read."""
        return any(name in self.errors for name in FIELDS)

    @property
    def circles_open(self) -> bool:
        """Whether not everybody sees everything: then the form says so without being asked."""
        chosen = [self[f"{field}_shown"].value() or EVERYBODY for field in GUARDED]
        return any(circle != EVERYBODY for circle in chosen)


def with_circles(data: dict[str, Any]) -> dict[str, Any]:
    """The form's data with `shown_to` in place of its two fields."""
    shown = {field: data.get(f"{field}_shown") or EVERYBODY for field in GUARDED}
    rest = {name: value for name, value in data.items() if not name.endswith("_shown")}
    return {**rest, "shown_to": shown}


def initial_identity(organisation: Organisation) -> dict[str, Any]:
    """The values of these fields that are written now."""
    initial: dict[str, Any] = {name: getattr(organisation, name) for name in FIELDS}
    initial["founded"] = str(organisation.founded or "")
    for field in GUARDED:
        initial[f"{field}_shown"] = circle_of(organisation, field)
    return initial
