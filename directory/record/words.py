"""The values of a record as people read them."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import AccessFact, LegalForm, OrganisationKind, Preferred, Reach, Site
from directory.vocabulary.accessibility import ATTRIBUTES
from directory.vocabulary.languages import LANGUAGES
from kernel.templatetags.look import day
from taxonomy.models import Format, Region
from taxonomy.regions import units
from taxonomy.words import both_lists

_LABELS = {
    "short_name": gettext_lazy("Short name"),
    "former_names": gettext_lazy("Former names"),
    "legal_form": gettext_lazy("Legal form"),
    "organiser": gettext_lazy("Organiser"),
    "founded": gettext_lazy("Founded in"),
    "shown_to": gettext_lazy("Who sees telephone and e-mail"),
    "site_name": gettext_lazy("Name of the place"),
    "site_phone": gettext_lazy("Telephone of this place"),
    "formats": gettext_lazy("In what form"),
    "moderated": gettext_lazy("Changes that matter are reviewed"),
    "merged_into": gettext_lazy("Merged into"),
    "source": gettext_lazy("Source"),
    "transport": gettext_lazy("How to get there"),
    "building": gettext_lazy("Building"),
    "area": gettext_lazy("Floor in m²"),
    "hours_note": gettext_lazy("About the opening hours"),
}
_CHOICES: Mapping[str, Any] = {
    "kind": OrganisationKind,
    "legal_form": LegalForm,
    "reach": Reach,
    "preferred": Preferred,
    "precision": Site.Precision,
    "value": AccessFact.Value,
}


class Wording:
    """Names of codes and places, each list read once and only where it is needed. `pks`: the records of
    whose places one may be named."""

    def __init__(self, *pks: int) -> None:
        self._pks = pks

    @cached_property
    def _places(self) -> dict[int, str]:
        """What everybody may know a place by."""
        rows = Site.objects.filter(organisation__in=self._pks).order_by("pk")
        found = {}
        for pk, name, locality, precision in rows.values_list(
            "pk", "name", "locality", "precision"
        ):
            found[pk] = name or ("" if precision == Site.Precision.HIDDEN else locality)
        return found

    def place(self, pk: int | None) -> str:
        """The name of a place, or its village; "" where it has none or has gone."""
        return self._places.get(pk or 0, "")

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        practices, audiences = both_lists()
        return {"practices": dict(practices), "audiences": dict(audiences)}

    @cached_property
    def _formats(self) -> dict[str, str]:
        return {word.code: word.name for word in Format.objects.all()}

    @cached_property
    def _gminas(self) -> dict[str, str]:
        return {unit.code: unit.title for unit in units(Region.Level.GMINA)}

    def of(self, name: str, code: str) -> str:
        """The code of a field as a word; the code itself where there is none."""
        if name in ("practices", "audiences"):
            return self._words[name].get(code, code)
        if name == "formats":
            return self._formats.get(code, code)
        if name == "gmina":
            return self._gminas.get(code, code)
        if name == "languages":
            return str(LANGUAGES.get(code, code))
        if name == "lang":
            return {"pl": _("Polish"), "en": _("English")}.get(code, code)
        choices = _CHOICES.get(name)
        return str(choices(code).label) if choices and code in choices.values else code


def plain_label(name: str, wording: Wording) -> str:
    return label_of(name)


def label_of(name: str) -> str:
    """What the field is called: as in its form, where it has one."""
    from directory.forms.organisation import OrganisationForm

    if name in _LABELS:
        return str(_LABELS[name])
    field = OrganisationForm.base_fields.get(name)
    return str(field.label) if field is not None and field.label else name


def plain_words(name: str, value: Any, wording: Wording) -> str:
    """Texts as they are, codes as words, lists with commas, yes and no, days."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(plain_words(name, one, wording) for one in value)
    if isinstance(value, dict):
        pairs = [(key, plain_words(key, one, wording)) for key, one in value.items()]
        return ", ".join(f"{label_of(key)}: {words}" for key, words in pairs if words)
    if isinstance(value, float):
        return f"{value:g}" if value == round(value, 4) else f"{value:.5f}"
    if name == "declared_on":
        return day(date.fromisoformat(value))
    return wording.of(name, value) if isinstance(value, str) else str(value)


def access_label(name: str, wording: Wording) -> str:
    """ "access.CODE" of the first place, "access.SITE.CODE" of a further one."""
    code = name.rsplit(".", 1)[-1]
    words = str(ATTRIBUTES[code].name) if code in ATTRIBUTES else code
    return at_place(words, name.split(".")[1], wording) if name.count(".") > 1 else words


def at_place(words: str, pk: str, wording: Wording) -> str:
    """What is said of a further place, with its name where it still has one."""
    place = wording.place(int(pk))
    if not place:
        return _("%(what)s, at a further place") % {"what": words}
    return _("%(what)s: %(place)s") % {"what": words, "place": place}


def main_label(name: str, wording: Wording) -> str:
    return _("Main place")


def main_words(name: str, value: Any, wording: Wording) -> str:
    return (wording.place(value) or _("a place without a name")) if value else ""


def access_words(name: str, value: Any, wording: Wording) -> str:
    if not value:
        return ""
    said = [wording.of("value", value["value"]), value["measure"], value["note"]]
    if value["checked_on"]:
        said.append(_("checked on %(day)s") % {"day": day(date.fromisoformat(value["checked_on"]))})
    return ", ".join(filter(None, said))


def site_label(name: str, wording: Wording) -> str:
    return _("A further place")


def site_words(name: str, value: Any, wording: Wording) -> str:
    return plain_words(name, {k: v for k, v in (value or {}).items() if k != "position"}, wording)


def confirmed_label(name: str, wording: Wording) -> str:
    return _("Said to be right")


def confirmed_words(name: str, value: Any, wording: Wording) -> str:
    return day(date.fromisoformat(value)) if value else ""
