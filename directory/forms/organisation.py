"""The forms of the directory. What may be kept is judged by the actions; here is what people see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.further import FurtherForm, initial_further
from directory.forms.identity import initial_identity, with_circles
from directory.models import Membership, Organisation, OrganisationKind, Site
from directory.vocabulary.fields import (
    EMAIL_LIMIT,
    PHONE_LIMIT,
    SUMMARY_LIMIT,
    WEBSITE_LIMIT,
    WORD_FIELDS,
)
from directory.vocabulary.languages import LANGUAGES
from directory.vocabulary.registers import NUMBERS, RIK_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from taxonomy.regions import gminas_by_powiat
from taxonomy.words import audience_choices, format_choices, practice_choices


class OrganisationForm(FurtherForm):
    """Everything about an organisation and its first place."""

    name = GateCharField(label=_("Name"), limit=NAME_LIMIT, lines=False, name=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    summary = GateCharField(
        label=_("In one sentence"), limit=SUMMARY_LIMIT, lines=False, required=False,
        help_text=_("What you do and for whom. It stands in the list."),
    )  # fmt: skip
    description = GateCharField(
        label=_("More about it"), limit=POST_LIMIT, required=False,
        help_text=_("Rooms, regular meetings, whom to ask. Markdown works."),
    )  # fmt: skip
    lang = forms.ChoiceField(
        label=_("Language of these texts"),
        choices=[("pl", _("Polish")), ("en", _("English"))],
        initial="pl",
    )
    practices = forms.MultipleChoiceField(
        label=_("What you do"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )
    formats = forms.MultipleChoiceField(
        label=_("In what form"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )
    phone = GateCharField(label=_("Telephone"), limit=PHONE_LIMIT, lines=False, required=False)
    email = GateCharField(
        label=_("E-mail"), limit=EMAIL_LIMIT, lines=False, required=False,
        help_text=_("Give the organisation's, not your own."),
    )  # fmt: skip
    website = GateCharField(label=_("Page"), limit=WEBSITE_LIMIT, lines=False, required=False)
    nip = GateCharField(label="NIP", limit=40, lines=False, required=False)
    regon = GateCharField(label="REGON", limit=40, lines=False, required=False)
    krs = GateCharField(label="KRS", limit=40, lines=False, required=False)
    rik = GateCharField(
        label="RIK", limit=RIK_LIMIT, lines=False, required=False,
        help_text=_("The number in the organiser’s register of cultural institutions."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("You can be spoken to in"), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )  # fmt: skip
    street = GateCharField(label=_("Street"), limit=120, lines=False, required=False)
    number = GateCharField(label=_("House number"), limit=20, lines=False, required=False)
    postcode = GateCharField(label=_("Postcode"), limit=10, lines=False, required=False)
    locality = GateCharField(label=_("Village or town"), limit=80, lines=False, required=False)
    gmina = forms.ChoiceField(label=_("Gmina"), required=False)
    lon = GateCharField(
        label=_("Longitude"),
        limit=40,
        lines=False,
        required=False,
        help_text=_("Degrees, such as 19.9372."),
    )
    lat = GateCharField(
        label=_("Latitude"),
        limit=40,
        lines=False,
        required=False,
        help_text=_("Degrees, such as 50.0619."),
    )
    precision = forms.ChoiceField(
        label=_("What the point shows"),
        choices=Site.Precision.choices,
        initial=Site.Precision.LOCALITY,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = list((self.initial or {}).get("languages") or [])
        more = [(code, code) for code in own if code not in LANGUAGES]
        self._choices("practices", practice_choices())
        self._choices("audiences", audience_choices())
        self._choices("formats", format_choices())
        self._choices("languages", [*LANGUAGES.items(), *more])
        groups = [
            (title, [(str(pk), name) for pk, name in rows]) for title, rows in gminas_by_powiat()
        ]
        self._choices("gmina", [("", _("Choose …")), *groups])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def given(self) -> dict[str, Any]:
        """What `clean_fields` takes, of a valid form."""
        data = dict(self.cleaned_data)
        data["gmina"] = int(data["gmina"]) if data.get("gmina") else None
        return with_circles({name: value for name, value in data.items() if name in self.fields})


def initial_of(organisation: Organisation, site: Site | None) -> dict[str, Any]:
    """The form's values of what is written now."""
    initial: dict[str, Any] = {
        name: getattr(organisation, name)
        for name in (
            "name",
            "kind",
            "summary",
            "description",
            "lang",
            "phone",
            "email",
            "website",
            "languages",
            *NUMBERS,
        )
    }
    initial |= initial_identity(organisation)
    initial |= initial_further(organisation)
    for name in WORD_FIELDS:
        initial[name] = list(getattr(organisation, name).values_list("code", flat=True))
    if site is not None:
        for name in ("street", "number", "postcode", "locality", "precision"):
            initial[name] = getattr(site, name)
        initial["gmina"] = str(site.gmina_id or "")
        initial["lon"] = "" if site.lon is None else f"{site.lon:g}"
        initial["lat"] = "" if site.lat is None else f"{site.lat:g}"
    return initial


class MemberForm(RefusableForm):
    """Somebody who belongs to the organisation."""

    handle = GateCharField(
        label=_("Handle"), limit=60, lines=False, name=True,
        help_text=_("The word in the address of the person's page, such as ola."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("What may they do?"), choices=Membership.Role.choices, initial="member"
    )
