"""The part of an organisation's form beyond what every page needs: other languages, other ways to reach it,
how far it works. Much of it lies folded, and opens where something in it must be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from directory.forms.identity import IdentityForm
from directory.forms.standings import day_field
from directory.models import Organisation, Preferred, Reach
from directory.vocabulary import identity, reaching
from directory.vocabulary.fields import SUMMARY_LIMIT, TEXT_FIELDS
from directory.vocabulary.registers import NUMBERS
from kernel.gate import POST_LIMIT, GateCharField


def _long(label: Any, hint: Any) -> GateCharField:
    return GateCharField(
        label=label, limit=POST_LIMIT, required=False, help_text=hint,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
    )  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """A field of many boxes, folded: beside its name stands what is chosen."""

    field: BoundField
    chosen: str
    grouped: bool
    """Whether its boxes lie in folded groups of their own already."""

    @property
    def open(self) -> bool:
        return bool(self.field.errors)


class FurtherForm(IdentityForm):
    """Fields that `OrganisationForm` has besides its own."""

    summary_en = GateCharField(
        label=_("In one sentence, in English"), limit=SUMMARY_LIMIT, lines=False, required=False
    )
    description_en = _long(
        _("More about it, in English"), _("For guests and partners from elsewhere.")
    )
    easy = _long(
        _("Easy to read"),
        _("In Polish, for people who find reading hard: short sentences, one thing in each, no hard words. What you do, how to get in, whom to ask."),
    )  # fmt: skip
    reach = forms.ChoiceField(
        label=_("How far you work"), choices=[("", _("Not said")), *Reach.choices], required=False
    )
    projects = GateCharField(
        label=_("What you are working on now"), limit=identity.PROJECTS_LIMIT, lines=False, required=False,
        help_text=_("Projects of this year, in a sentence or two."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )  # fmt: skip
    preferred = forms.ChoiceField(
        label=_("How you like best to be reached"),
        choices=[("", _("Not said")), *Preferred.choices], required=False,
    )  # fmt: skip
    bip = GateCharField(
        label=_("Your pages in the BIP"), limit=reaching.ADDRESS_LIMIT, lines=False, required=False,
        help_text=_("Public Information Bulletin, such as bip.example.org."),
    )  # fmt: skip
    e_delivery = GateCharField(
        label=_("Address for e-Doręczenia"), limit=60, lines=False, required=False,
        help_text=_("Such as AE:PL-12345-67890-ABCDE-12."),
    )  # fmt: skip
    declaration = GateCharField(
        label=_("Declaration of accessibility"), limit=reaching.ADDRESS_LIMIT, lines=False, required=False,
        help_text=_("The address of the page on which it stands."),
    )  # fmt: skip
    declared_on = day_field(
        _("Last looked over on"), _("Public bodies do it each year by 31 March.")
    )
    isil = GateCharField(
        label="ISIL", limit=40, lines=False, required=False,
        help_text=_("The sign of a library, museum or archive, such as PL-100001."),
    )  # fmt: skip
    wikidata = GateCharField(
        label="Wikidata", limit=100, lines=False, required=False,
        help_text=_("The number or the address of your entry, such as Q1234."),
    )  # fmt: skip

    def _wrong(self, *names: str) -> bool:
        return any(name in self.errors for name in names)

    @property
    def texts_open(self) -> bool:
        return self._wrong(*TEXT_FIELDS)

    @property
    def official_open(self) -> bool:
        return self._wrong("bip", "e_delivery")

    @property
    def numbers_open(self) -> bool:
        return self._wrong(*NUMBERS)

    @property
    def point_open(self) -> bool:
        return self._wrong("lon", "lat")

    def choices(self) -> Iterator[Choices]:
        """What one does, in what form, for whom, in which languages."""
        for name in ("practices", "formats", "audiences", "languages"):
            field = self[name]
            wanted = set(field.value() or ())
            among: Any = self.fields[name]
            grouped = any(isinstance(words, list | tuple) for _code, words in among.choices)
            yield Choices(field, ", ".join(_labels(among, wanted)), grouped)


def _labels(field: Any, wanted: set[str]) -> Iterator[str]:
    for code, words in field.choices:
        if isinstance(words, list | tuple):
            yield from (str(label) for one, label in words if str(one) in wanted)
        elif str(code) in wanted:
            yield str(words)


def initial_further(organisation: Organisation) -> dict[str, Any]:
    """The values of these fields that are written now."""
    return {name: getattr(organisation, name) for name in (*TEXT_FIELDS, *reaching.FIELDS)}
