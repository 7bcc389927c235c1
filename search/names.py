"""Words for the values of facets: tags, practice areas, units of the region, languages, kinds."""

from collections.abc import Collection, Mapping
from threading import Lock
from typing import Any, NamedTuple

from cachetools import TTLCache
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from taxonomy.models import PracticeArea, Region, Tag

KEPT_FOR = 300
"""Seconds. A renamed tag may show its old name for so long, but only here."""

KINDS: Mapping[str, Any] = {
    "topic": pgettext_lazy("kind of result", "Conversations"),
    "note": pgettext_lazy("kind of result", "Notes"),
    "organisation": pgettext_lazy("kind of result", "Organisations"),
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


def unit_name(code: str) -> str:
    unit = units().get(code)
    return unit.name if unit else code


def tag_names(slugs: Collection[str]) -> Mapping[str, str]:
    """Names of tags and practice areas by slug or code; one statement for those not met lately."""
    field = "name_en" if (get_language() or "pl").startswith("en") else "name_pl"
    with _lock:
        known = {slug: _kept[key] for slug in slugs if (key := f"{field}:{slug}") in _kept}
    missing = [slug for slug in slugs if slug not in known]
    if missing:
        tags = Tag.objects.filter(slug__in=missing).order_by().values_list("slug", "name")
        areas = PracticeArea.objects.filter(code__in=missing).order_by().values_list("code", field)
        known = {**known, **{slug: slug for slug in missing}, **dict(tags.union(areas))}
        with _lock:
            _kept.update({f"{field}:{slug}": known[slug] for slug in missing})
    return known


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code) or gettext("another language"))
