"""Questions about the region's units."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from taxonomy.models import Region
from taxonomy.spelling import polish

POWIAT_DIGITS = 4
"""So many digits of a unit's code name the powiat in which it lies."""


def top_units() -> Sequence[Region]:
    """The units that lie in no other: usually one, the region that this site is for."""
    return list(
        Region.objects.filter(parent=None).defer("outline", "mesh").order_by("name", "code")
    )


def region_name() -> str:
    """What the pages call the whole: the names of the top units ("" before a region is loaded)."""
    return ", ".join(unit.name for unit in top_units())


def units(*levels: str) -> Sequence[Region]:
    """Units of these levels by name, without their drawings."""
    found = Region.objects.filter(level__in=levels).defer("outline", "mesh")
    return list(found.order_by("name", "kind", "code"))


def units_by_code(codes: Iterable[str]) -> dict[str, Region]:
    """The units with these codes, by code, without their drawings. Unknown codes are left out."""
    found = Region.objects.filter(code__in=list(codes)).defer("outline", "mesh")
    return {unit.code: unit for unit in found}


def unit_called(code: str) -> Region:
    """The unit with this code, without its drawings, or 404."""
    unit = Region.objects.filter(code=code).defer("outline", "mesh").first()
    if unit is None:
        raise Http404
    return unit


def units_within(unit: Region) -> QuerySet[Region]:
    """The unit and all that lies in it."""
    below = Q(pk=unit.pk) | Q(parent=unit.pk) | Q(parent__parent=unit.pk)
    return Region.objects.filter(below).order_by()


def gminas_by_powiat() -> list[tuple[str, list[tuple[int, str]]]]:
    """For a select: the title of each powiat with its gminas as (id, name), in Polish order."""
    powiats = {unit.pk: unit for unit in units(Region.Level.POWIAT)}
    groups: dict[int, list[tuple[int, str]]] = {pk: [] for pk in powiats}
    gminas = units(Region.Level.GMINA)
    doubled = doubled_names((gmina.parent_id, gmina.name) for gmina in gminas)
    for gmina in sorted(gminas, key=lambda unit: polish(unit.name)):
        if gmina.parent_id in groups:
            kind = f" ({gmina.kind})" if (gmina.parent_id, gmina.name) in doubled else ""
            groups[gmina.parent_id].append((gmina.pk, gmina.name + kind))
    ordered = sorted(powiats.values(), key=lambda unit: polish(unit.title.removeprefix("powiat ")))
    return [(unit.title, groups[unit.pk]) for unit in ordered if groups[unit.pk]]


def doubled_names(gminas: Iterable[tuple[object, str]]) -> set[tuple[object, str]]:
    """Of (what it lies in, name) those that occur more than once: a town and the villages around it often
    share a name, and are then told apart by kind."""
    return {one for one, times in Counter(gminas).items() if times > 1}


def powiat_choices(everywhere: object) -> list[tuple[str, object]]:
    """For a select: `everywhere` under no value, then the powiats by code, in Polish order."""
    powiats = units(Region.Level.POWIAT)
    ordered = sorted(powiats, key=lambda unit: polish(unit.title.removeprefix("powiat ")))
    return [("", everywhere), *((unit.code, unit.title) for unit in ordered)]
