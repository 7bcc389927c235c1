"""Organisations near by on a map: each a pin of its own, and one square for those that would cover
one another. A square leads nearer, to exactly those it counts."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.finding.filters import Bbox, Filters
from directory.finding.nearby import box_of
from directory.maps.drawing import Field, Pin, organisations_in, window
from directory.maps.pins import ABOVE, HALF, spread
from directory.models import OrganisationKind, Site
from directory.querysets import OrganisationQuerySet
from taxonomy.geography import Box, project
from taxonomy.spelling import polish

MOST = 1_500
"""With more organisations than this the map gathers by unit, however near it is."""
_CELL = 64.0
"""Pixels of the side of a cell, within which pins are gathered."""
_APART = 2 * HALF + 2
AT_MAP = "#map"
"""Behind an address of the map page: whoever comes nearer or goes back is on the map at once."""
_TOGETHER = 0.002
"""Degrees: what lies nearer together than this, no map pulls apart."""
_somewhere = gettext_lazy("This place")


@dataclass(frozen=True)
class Spot:
    """An organisation that shows where it is."""

    slug: str
    name: str
    kind: str
    lon: float
    lat: float
    locality: str
    gmina: str


@dataclass(frozen=True)
class Mark:
    """A line of the list beside the map. `number` is that of a single pin, None for several together."""

    number: int | None
    name: str
    href: str
    kind: str = ""
    count: int = 1


def spots_of(found: OrganisationQuerySet) -> list[Spot] | None:
    """Those of a result that have a point to show, in one statement; None where they are too many."""
    sites = Site.objects.filter(position=0, organisation__in=found.order_by().values("pk"))
    sites = sites.exclude(precision=Site.Precision.HIDDEN).exclude(lon=None).exclude(lat=None)
    rows = sites.order_by("organisation__sort_name", "organisation").values_list(
        "organisation__slug", "organisation__name", "organisation__kind", "lon", "lat", "locality",
        "gmina__name",
    )[: MOST + 1]  # fmt: skip
    spots = [
        Spot(slug, name, kind, lon, lat, locality, gmina or "")
        for slug, name, kind, lon, lat, locality, gmina in rows
        if lon is not None and lat is not None
    ]
    return spots if len(spots) <= MOST else None


def frame_of(filters: Filters, width: float) -> Field | None:
    """The window of a part of the map, or of what is near a town; None where neither was asked for."""
    if filters.bbox:
        return _window(filters.bbox, width, 0.15)
    if filters.near and filters.near.place:
        return _window(box_of(filters.near.place, filters.near.km), width, 0.02)
    return None


def _window(bbox: Bbox, width: float, share: float) -> Field:
    west, south, east, north = bbox
    low, high = project(west, south), project(east, north)
    return window(Box(low.x, high.y, high.x, low.y).grown(share), width)


def gathered(
    spots: Sequence[Spot], frame: Field, filters: Filters
) -> tuple[list[Pin], list[Mark], int]:
    """Pins and the same as lines, both by name; and how many of the spots lie on the map."""
    cells: Mapping[tuple[int, int], list[tuple[Spot, float, float]]] = defaultdict(list)
    for spot in spots:
        place = frame.place(spot.lon, spot.lat)
        if place is not None:
            cells[int(place[0] // _CELL), int(place[1] // _CELL)].append((spot, *place))
    groups: list[list[tuple[Spot, float, float]]] = []
    for inside in cells.values():
        groups += [inside] if _overlap(inside) else [[one] for one in inside]
    groups.sort(key=lambda group: (polish(_title(group)), group[0][0].slug))
    middles = [
        (sum(x for _s, x, _y in group) / len(group), sum(y for _s, _x, y in group) / len(group))
        for group in groups
    ]
    stands = spread(
        middles, width=frame.width, height=frame.height,
        base=[ABOVE if len(group) == 1 else 0.0 for group in groups],
    )  # fmt: skip
    pins: list[Pin] = []
    marks: list[Mark] = []
    number = 0
    for group, (x, y), stand in zip(groups, middles, stands, strict=True):
        single = len(group) == 1
        number += single
        mark = _mark(group, number if single else None, filters)
        marks.append(mark)
        pins.append(
            Pin(
                round(x, 1), round(y, 1), str(number if single else len(group)), mark.href,
                f"{number}. {mark.name}, {mark.kind}" if single
                else organisations_in(mark.name, len(group)),
                mark.number, stand=stand, half=HALF if len(group) < 100 else HALF + 4,
            )
        )  # fmt: skip
    return pins, marks, sum(map(len, groups))


def _overlap(group: Sequence[tuple[Spot, float, float]]) -> bool:
    """Whether the squares of any two would cover one another."""
    if len(group) > 8:  # a cell has no room for more
        return True
    return any(
        abs(ax - bx) < _APART and abs(ay - by) < _APART
        for place, (_a, ax, ay) in enumerate(group)
        for _b, bx, by in group[place + 1 :]
    )


def _title(group: Sequence[tuple[Spot, float, float]]) -> str:
    """The organisation's name; of several the village or gmina that most of them lie in."""
    if len(group) == 1:
        return group[0][0].name
    towns = list(dict.fromkeys(spot.locality for spot, _x, _y in group))
    if len(towns) <= 2 and "" not in towns:
        return ", ".join(towns)
    gminas = Counter(spot.gmina for spot, _x, _y in group if spot.gmina)
    return gminas.most_common(1)[0][0] if gminas else str(_somewhere)


def _mark(group: Sequence[tuple[Spot, float, float]], number: int | None, filters: Filters) -> Mark:
    spot = group[0][0]
    if number is not None:
        known = spot.kind in OrganisationKind.values
        kind = str(OrganisationKind(spot.kind).label) if known else ""
        return Mark(number, spot.name, f"/directory/{spot.slug}/", kind)
    west, south, east, north = (
        min(s.lon for s, _x, _y in group), min(s.lat for s, _x, _y in group),
        max(s.lon for s, _x, _y in group), max(s.lat for s, _x, _y in group),
    )  # fmt: skip
    room = _down(west), _down(south), _up(east), _up(north)
    query = replace(filters, bbox=room).query()
    near_by = max(east - west, north - south) < _TOGETHER
    return Mark(
        None,
        _title(group),
        f"/directory/{query}" if near_by else f"{query}{AT_MAP}",
        count=len(group),
    )


# Wider by a hair: the point of each of them lies in the box, and that of no neighbour.
def _down(degree: float) -> float:
    return math.floor(degree * 1e6 - 0.5) / 1e6


def _up(degree: float) -> float:
    return math.ceil(degree * 1e6 + 0.5) / 1e6


def way_back(filters: Filters, powiat: str) -> tuple[str, str] | None:
    """(words, address) of one step farther away; `powiat`: the code of that of the one chosen gmina."""
    if filters.bbox:
        return _("One step back"), (filters.without("bbox").query() or "?") + AT_MAP
    if powiat:
        return _("The whole powiat"), replace(filters, regions=(powiat,)).query() + AT_MAP
    return None
