"""Towns by their names: where "near Skawina" is, without asking anybody's browser for a position."""

from dataclasses import dataclass

from taxonomy.models import Region
from taxonomy.spelling import fold


@dataclass(frozen=True)
class Town:
    """A gmina's town or village. `lon`, `lat` in degrees."""

    name: str
    lon: float
    lat: float


def town_named(name: str) -> Town | None:
    """The town that people mean by this name, marks or not: a whole name before one that only begins
    so, the seat of a powiat before a village. None for a name that we do not know. One statement."""
    wanted = fold(name)
    if not wanted:
        return None
    units = Region.objects.exclude(lon=None).exclude(lat=None)
    rows = units.filter(level=Region.Level.GMINA).order_by("code")
    found: list[tuple[tuple[bool, bool, str], Town]] = []
    for called, seat, code, lon, lat in rows.values_list("name", "seat", "code", "lon", "lat"):
        folded = fold(called)
        if folded.startswith(wanted) and lon is not None and lat is not None:
            found.append(((folded != wanted, not seat, code), Town(called, lon, lat)))
    return min(found, key=lambda pair: pair[0])[1] if found else None
