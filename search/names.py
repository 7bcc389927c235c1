"""Words for the values of facets: tags, practice areas, units of the region, languages, kinds."""

from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Any, NamedTuple

from cachetools import TTLCache
from django.db.models import QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation, Site
from search.language import analyse, words
from taxonomy.models import Audience, PracticeArea, Region, Tag

KEPT_FOR = 300
"""Seconds. A renamed tag may show its old name for so long, but only here."""

NAME_LETTERS = 3
DIGITS = 18
"""Figures from which on a number is no id."""

KINDS: Mapping[str, Any] = {
    "topic": pgettext_lazy("kind of result", "Conversations"),
    "note": pgettext_lazy("kind of result", "Notes"),
    "collection": pgettext_lazy("kind of result", "Collections"),
    "organisation": pgettext_lazy("kind of result", "Organisations"),
    "card": pgettext_lazy("kind of result", "Needs and offers"),
    "person": pgettext_lazy("kind of result", "People"),
    "message": pgettext_lazy("kind of result", "Chat messages"),
}
ONES: Mapping[str, Any] = {
    "topic": _("Conversation"),
    "note": _("Note"),
    "collection": _("Collection of notes"),
    "organisation": _("Organisation"),
    "card": _("Need or offer"),
    "person": _("Person"),
    "message": _("Chat message"),
}
LANGUAGES: Mapping[str, Any] = {"pl": _("Polish"), "en": _("English"), "uk": _("Ukrainian")}


class Unit(NamedTuple):
    """A unit of the region."""

    name: str
    level: str
    parent: str


_kept: TTLCache[str, Any] = TTLCache(5_000, KEPT_FOR)
_lock = Lock()


def units() -> Mapping[str, Unit]:
    """Every unit by code."""
    with _lock:
        known: Mapping[str, Unit] | None = _kept.get("units")
    if known is None:
        rows = Region.objects.values_list("code", "name", "level", "parent__code")
        known = {code: Unit(name, level, parent or "") for code, name, level, parent in rows}
        with _lock:
            _kept["units"] = known
    return known


def place_lemmas() -> frozenset[str]:
    """The lemmas of the names of the region's units and of the places of organisations."""
    with _lock:
        known: frozenset[str] | None = _kept.get("place lemmas")
    if known is None:
        called = {unit.name for unit in units().values() if unit.level != "wojewodztwo"}
        shown = Site.objects.exclude(precision=Site.Precision.HIDDEN).order_by()
        called.update(shown.values_list("locality", flat=True).distinct())
        read = (analyse(w) for name in called for w in words(name) if len(w) >= NAME_LETTERS)
        known = frozenset(lemma for word in read for lemma in word.lemmas[:-1] or word.lemmas)
        with _lock:
            _kept["place lemmas"] = known
    return known


def unit_name(code: str) -> str:
    unit = units().get(code)
    return unit.name if unit else code


def tag_names(slugs: Collection[str]) -> Mapping[str, str]:
    """Names of tags by slug; one statement for those not met lately."""
    return _names("tag", slugs, lambda some: Tag.objects.filter(slug__in=some), "slug", "name")


def practice_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of practice areas by code."""
    areas = PracticeArea.objects
    return _names("practice", codes, lambda some: areas.filter(code__in=some), "code", _name())


def is_practice(code: str) -> bool:
    """Whether a practice area has this code."""
    with _lock:
        known: frozenset[str] | None = _kept.get("practice codes")
    if known is None:
        known = frozenset(PracticeArea.objects.values_list("code", flat=True))
        with _lock:
            _kept["practice codes"] = known
    return code in known


def audience_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of those for whom something is, by code."""
    people = Audience.objects
    return _names("audience", codes, lambda some: people.filter(code__in=some), "code", _name())


def organisation_names(ids: Collection[str]) -> Mapping[str, str]:
    """Names of organisations that everybody may see, by id as text; others have none."""
    shown = Organisation.objects.filter(hidden=False, merged_into=None)
    found = _names(
        "organisation",
        [id for id in ids if id.isdecimal() and len(id) < DIGITS],
        lambda some: shown.filter(pk__in=some),
        "pk",
        "name",
    )
    return {id: name for id, name in found.items() if name != id}


def _name() -> str:
    return "name_en" if (get_language() or "pl").startswith("en") else "name_pl"


def _names(
    of: str,
    values: Collection[str],
    rows: Callable[[Collection[str]], QuerySet[Any]],
    key: str,
    name: str,
) -> Mapping[str, str]:
    with _lock:
        known = {value: _kept[at] for value in values if (at := f"{of} {name} {value}") in _kept}
    missing = [value for value in values if value not in known]
    if missing:
        read = rows(missing).order_by().values_list(key, name)
        known |= {**{value: value for value in missing}, **{str(k): n for k, n in read}}
        with _lock:
            _kept.update({f"{of} {name} {value}": known[value] for value in missing})
    return known


SORTS: Mapping[str, Any] = {
    "relevance": _("Best match"),
    "newest": _("Newest"),
    "replicated": _("Most often done"),
}


def sort_name(sort: str) -> str:
    return str(SORTS.get(sort, sort))


def date_name(value: str) -> str:
    """ "2026", or "November 2026" of "2026-11"."""
    year, _dash, month = value.partition("-")
    if not (year.isdecimal() and len(year) == len("2026") and month.isdecimal()):
        return value
    known = 1 <= int(month) <= len(MONTHS)
    return f"{MONTHS[int(month)]} {year}" if known else value


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def kind_of_one(kind: str) -> str:
    """What one thing of this kind is called."""
    return str(ONES.get(kind, kind))


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code) or gettext("another language"))
