"""The form of one place: its name, where it is, how to get there."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.organisation import OrganisationForm
from directory.models import Site
from directory.vocabulary.fields import PHONE_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from taxonomy.regions import gminas_by_powiat

_SAME = ("street", "number", "postcode", "locality", "gmina", "precision", "lon", "lat")
"""Fields that the organisation's own form has for its first place."""


class PlaceForm(RefusableForm):
    """Everything about a place but its hours and its accessibility."""

    site_name = GateCharField(
        label=_("Name of the place"), limit=120, lines=False, required=False,
        help_text=_("What sets it apart from the others: Branch no. 2, Studio on the market square."),
    )  # fmt: skip
    site_phone = GateCharField(
        label=_("Telephone of this place"), limit=PHONE_LIMIT, lines=False, required=False
    )
    transport = GateCharField(
        label=_("How to get there without a car"), limit=300, lines=False, required=False,
        help_text=_("Which bus or train, which stop, how far from it."),
    )  # fmt: skip

    building = GateCharField(
        label=_("What the building is"), limit=200, lines=False, required=False,
        help_text=_("By what one knows it: the ground floor of the school, the red roof behind the church."),
    )  # fmt: skip
    area = GateCharField(
        label=_("Floor in m²"), limit=20, lines=False, required=False,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "decimal"}),
    )  # fmt: skip

    field_order = ("site_name", *_SAME, "site_phone", "transport", "building", "area")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _SAME:
            self.fields[name] = deepcopy(OrganisationForm.base_fields[name])
        gmina = self.fields["gmina"]
        assert isinstance(gmina, forms.ChoiceField)
        groups = [
            (title, [(str(pk), name) for pk, name in rows]) for title, rows in gminas_by_powiat()
        ]
        gmina.choices = [("", _("Choose …")), *groups]
        self.order_fields(self.field_order)

    def given(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        data = dict(self.cleaned_data)
        data["gmina"] = int(data["gmina"]) if data.get("gmina") else None
        return data


def initial_of_place(site: Site) -> dict[str, Any]:
    """The form's values of what is written now."""
    initial: dict[str, Any] = {
        name: getattr(site, name.removeprefix("site_")) for name in PlaceForm.field_order
    }
    initial["gmina"] = str(site.gmina_id or "")
    for name in ("lon", "lat"):
        initial[name] = "" if initial[name] is None else f"{initial[name]:g}"
    return initial
