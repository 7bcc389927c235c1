"""The forms of bringing a file in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.importing.by_hand import FIELDS, guess
from directory.importing.folder import ENDINGS
from directory.importing.maps import MAPS
from directory.importing.plans import HAND, fitting
from directory.models import ImportJob, OrganisationKind
from directory.vocabulary.registers import LABELS
from kernel.forms import RefusableForm
from kernel.gate import GateCharField

MAP_NAMES: Mapping[str, Any] = {
    "rynek": _("our own export"),
    "venues": _("the electoral commission’s venues"),
    "osm": _("museums of OpenStreetMap"),
    "culture_grid": _("the British Culture Grid"),
}
COLUMN_NAMES: Mapping[str, Any] = {
    "name": _("Name"), "kind": _("Kind"), "powiat": _("Powiat"), "gmina": _("Gmina, name or code"),
    "summary": _("In one sentence"), "description": _("More about it"), "street": _("Street"),
    "number": _("Number"), "postcode": _("Postcode"), "locality": _("Village or town"),
    "phone": _("Telephone"), "email": _("E-mail"), "website": _("Page"),
    **LABELS, "lon": _("Longitude"), "lat": _("Latitude"),
    "practices": _("What they do"), "audiences": _("For whom"), "formats": _("In what form"),
    "languages": _("You can be spoken to in"), "short_name": _("Short name"), "former_names": _("Former names"),
    "legal_form": _("Legal form"), "organiser": _("Run by"), "founded": _("Founded"),
    "reach": _("How far they work"), "projects": _("What they are working on now"), "bip": _("Page in the BIP"),
    "e_delivery": _("Address for e-Doręczenia"), "declaration": _("Declaration of accessibility"),
    "declared_on": _("Day of the declaration"), "summary_en": _("In one sentence, in English"),
    "description_en": _("More about it, in English"),
    "key": _("Identifier in the list"),
}  # fmt: skip


class SendForm(RefusableForm):
    """The file itself."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or GeoJSON, at most 8 MB and 20,000 lines."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )  # fmt: skip


class PlanForm(RefusableForm):
    """What the columns of a sent file mean."""

    map = forms.ChoiceField(label=_("What file is it?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Kind of those that do not say"), choices=OrganisationKind.choices, required=False,
        initial="inne",
    )  # fmt: skip
    source = GateCharField(
        label=_("Where the list is from"), limit=300, lines=False, required=False,
        help_text=_("It stands on every page, such as: Register of culture of the gmina, 2026."),
    )  # fmt: skip
    exact = forms.BooleanField(
        label=_("The points are those of the buildings"), required=False,
        help_text=_("Otherwise they count as the village’s."),
    )  # fmt: skip

    def __init__(self, job: ImportJob, data: Any = None) -> None:
        super().__init__(data, initial=_initial(job))
        names = fitting(job.columns)
        maps = [(name, MAP_NAMES.get(name, MAPS[name].says)) for name in names]
        field = self.fields["map"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*maps, (HAND, _("another: I choose the columns"))]
        columns = [("", _("– none –")), *((column, column) for column in job.columns)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                # Where only a choice of columns can read the file, the name is needed in any case.
                label=COLUMN_NAMES[name],
                choices=columns,
                required=name == "name" and not names,
            )

    @property
    def column_fields(self) -> Sequence[Any]:
        return [self[f"column_{name}"] for name in FIELDS]

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "map": data["map"], "kind": data["kind"] or "inne", "source": data["source"],
            "exact": data["exact"],
            "columns": {name: data[f"column_{name}"] for name in FIELDS},
        }  # fmt: skip


def _initial(job: ImportJob) -> dict[str, Any]:
    """What was chosen before, else what the names of the columns suggest."""
    names = fitting(job.columns)
    # Our own export needs no more than a name: a guess by the columns says more then.
    own = "rynek" in names and {"slug", "key"} & set(job.columns)
    known = [name for name in names if name != "rynek" or own]
    plan = job.plan or {"map": known[0] if known else HAND}
    columns = plan.get("columns") or guess(job.columns)
    return {
        "map": plan["map"], "kind": plan.get("kind", "inne"), "source": plan.get("source", ""),
        "exact": plan.get("exact", False),
        **{f"column_{name}": columns.get(name, "") for name in FIELDS},
    }  # fmt: skip
