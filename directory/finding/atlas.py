"""The region's units as maps and facets need them, read in one statement."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, F, Q, TextField, Value, When

from taxonomy.geography import Box
from taxonomy.models import Region
from taxonomy.regions import doubled_names
from taxonomy.spelling import polish


@dataclass(frozen=True)
class Unit:
    """A unit as the map needs it, without Django."""

    code: str
    level: str
    name: str
    title: str
    """With the kind where another gmina of the same powiat has the same name: "gmina Bochnia (miejska)"."""
    parent: str
    lon: float | None
    lat: float | None
    outline: str
    mesh: str
    box: Box | None
    seat: bool
    credit: str


def _box(*sides: float | None) -> Box | None:
    x0, y0, x1, y1 = sides
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    return Box(x0, y0, x1, y1)


class Atlas:
    """The units of the database, read at once: outlines of powiats, and of gminas that are needed."""

    def __init__(self, chosen: Iterable[str] = ()) -> None:
        wanted = list(chosen)
        needed = ~Q(level=Region.Level.GMINA) | Q(code__in=wanted) | Q(parent__code__in=wanted)
        rows = list(
            Region.objects.annotate(
                drawn=Case(When(needed, then=F("outline")), default=Value(""), output_field=TextField())
            ).values_list(
                "code", "level", "name", "kind", "parent__code", "lon", "lat", "drawn", "mesh",
                "x0", "y0", "x1", "y1", "seat", "credit",
            )
        )  # fmt: skip
        doubled = doubled_names((row[4], row[2]) for row in rows if row[1] == Region.Level.GMINA)
        self.units: dict[str, Unit] = {}
        self._levels: dict[str, list[Unit]] = {}
        for (
            code,
            level,
            name,
            kind,
            parent,
            lon,
            lat,
            outline,
            mesh,
            x0,
            y0,
            x1,
            y1,
            seat,
            credit,
        ) in rows:
            title = Region(level=level, name=name).title
            if kind and level == Region.Level.GMINA and (parent, name) in doubled:
                title += f" ({kind})"
            self.units[code] = Unit(
                code, level, name, title, parent or "", lon, lat,
                outline, mesh, _box(x0, y0, x1, y1), seat, credit,
            )  # fmt: skip
        self.chosen = [self.units[code] for code in wanted if code in self.units]

    def at(self, level: str) -> list[Unit]:
        """The units of a level by name; sorted once, since maps and facets ask again and again."""
        if level not in self._levels:
            found = [unit for unit in self.units.values() if unit.level == level]
            found.sort(key=lambda unit: polish(unit.title.removeprefix("powiat ")))
            self._levels[level] = found
        return self._levels[level]

    @property
    def tops(self) -> list[Unit]:
        return [unit for unit in self.units.values() if not unit.parent]

    def powiat_of(self, code: str) -> str:
        """The powiat's code of a gmina or powiat; "" for what lies above or is unknown."""
        unit = self.units.get(code)
        if unit is None or unit.level == Region.Level.VOIVODESHIP:
            return ""
        return unit.parent if unit.level == Region.Level.GMINA else unit.code

    def by_powiat(self, gminas: Mapping[str, int]) -> Counter[str]:
        found: Counter[str] = Counter()
        for code, number in gminas.items():
            found[self.powiat_of(code)] += number
        return found

    @property
    def narrow(self) -> list[Unit]:
        """The chosen units below the whole region: what the map comes near to."""
        return [unit for unit in self.chosen if unit.level != Region.Level.VOIVODESHIP]

    @property
    def credit(self) -> str:
        return "; ".join(dict.fromkeys(unit.credit for unit in self.tops if unit.credit))
