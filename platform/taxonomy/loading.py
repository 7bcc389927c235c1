"""Reads a region: `units.csv` and one TopoJSON. All or nothing; reading it again changes nothing."""

import csv
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from taxonomy.editions import raise_editions
from taxonomy.geography import BadTopology, Topology, box_of, decode
from taxonomy.models import Region

COLUMNS = ("level", "teryt", "name", "kind", "parent", "lon", "lat")
_RANK = {"wojewodztwo": 0, "powiat": 1, "gmina": 2}
_DIGITS = {"wojewodztwo": 2, "powiat": 4, "gmina": 6}


class BadRegion(ValueError):
    """The directory does not hold a region; the message names the file, the line and the reason."""


@dataclass(frozen=True)
class Unit:
    """A line of units.csv. `lon` and `lat` in degrees, or None."""

    level: str
    code: str
    name: str
    kind: str
    parent: str
    lon: float | None
    lat: float | None
    seat: bool


@dataclass(frozen=True)
class Loaded:
    """How it went: counts of units."""

    added: int
    changed: int
    same: int
    without_shape: Sequence[str]
    left: int
    """Units that the database knows under the same tops and the file does not: they stay."""


def read_units(path: Path) -> list[Unit]:
    """The lines of units.csv, parents before children. Raises BadRegion."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise BadRegion(f"{path} is missing: it holds the units (see --help).") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadRegion(f"{path} cannot be read: {error}.") from error
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise BadRegion(f"{path.name} has no column {', '.join(missing)}.")
    units = [_unit(row, number) for number, row in enumerate(rows, start=2)]
    _check_family(units, path.name)
    return sorted(units, key=lambda unit: (_RANK[unit.level], unit.code))


def _unit(row: dict[str, str | None], number: int) -> Unit:
    value = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "seat")}
    level, code = value["level"], value["teryt"]
    if level not in _RANK:
        raise BadRegion(
            f'units.csv, line {number}: the level "{level}" is none of {", ".join(_RANK)}.'
        )
    if not re.fullmatch(rf"[0-9]{{{_DIGITS[level]}}}", code):
        raise BadRegion(
            f'units.csv, line {number}: the code "{code}" of a {level} must have {_DIGITS[level]} digits.'
        )
    if not value["name"] or len(value["name"]) > 80:
        raise BadRegion(
            f"units.csv, line {number}: the name is missing or longer than 80 characters."
        )
    lon = _degrees(value["lon"], 180, f"units.csv, line {number}: lon")
    lat = _degrees(value["lat"], 90, f"units.csv, line {number}: lat")
    if (lon is None) != (lat is None):
        raise BadRegion(f"units.csv, line {number}: lon and lat come together or not at all.")
    return Unit(
        level, code, value["name"], value["kind"][:30], value["parent"], lon, lat,
        value["seat"].lower() in ("yes", "true", "1", "tak"),
    )  # fmt: skip


def _degrees(text: str, most: float, where: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise BadRegion(f'{where} "{text}" is no number.') from None
    if not math.isfinite(number) or abs(number) > most:
        raise BadRegion(f"{where} {text} is no place on Earth.")
    return number


def _check_family(units: Sequence[Unit], name: str) -> None:
    levels: dict[str, str] = {}
    for unit in units:
        if unit.code in levels:
            raise BadRegion(f"{name}: the code {unit.code} stands there twice.")
        levels[unit.code] = unit.level
    for unit in units:
        if not unit.parent:
            if unit.level != "wojewodztwo":
                raise BadRegion(f"{name}: {unit.name} ({unit.code}) has no parent.")
        elif unit.parent not in levels:
            raise BadRegion(
                f"{name}: {unit.name} ({unit.code}) lies in {unit.parent}, which is missing."
            )
        elif _RANK[levels[unit.parent]] != _RANK[unit.level] - 1:
            raise BadRegion(f"{name}: {unit.name} ({unit.code}) cannot lie in {unit.parent}.")


def read_topology(directory: Path) -> Topology:
    """The one TopoJSON of the directory. Raises BadRegion."""
    files = sorted(directory.glob("*.topojson"))
    if len(files) != 1:
        found = ", ".join(file.name for file in files) or "none"
        raise BadRegion(f"{directory} must hold exactly one .topojson file; found: {found}.")
    try:
        return decode(json.loads(files[0].read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        reason = error if isinstance(error, BadTopology) else f"it is not JSON ({error})"
        raise BadRegion(f"{files[0].name}: {reason}") from error


def load_region(directory: Path, *, tell: Callable[[str], None] = lambda words: None) -> Loaded:
    """Loads or renews the units and drawings of `directory` in one transaction. Raises BadRegion."""
    if not directory.is_dir():
        raise BadRegion(f"{directory} is not a directory.")
    units = read_units(directory / "units.csv")
    tell(f"{len(units)} units read")
    topology = read_topology(directory)
    tell(f"{len(topology.rings)} shapes and {len(topology.arcs)} lines read")
    credit_file = directory / "credit.txt"
    credit = credit_file.read_text(encoding="utf-8").strip()[:200] if credit_file.exists() else ""
    with transaction.atomic():
        loaded = _write(units, topology, credit, tell)
        if loaded.added or loaded.changed:
            raise_editions(["regions"])
    return loaded


def _write(
    units: Sequence[Unit], topology: Topology, credit: str, tell: Callable[[str], None]
) -> Loaded:
    tops = tuple(unit.code for unit in units if not unit.parent)
    known = {
        region.code: region
        for region in Region.objects.select_for_update().select_related(None)
        if region.code.startswith(tops)
    }
    children: dict[str, list[str]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit.code)
    added = changed = same = 0
    for level in _RANK:
        fresh: list[Region] = []
        stale: list[Region] = []
        for unit in (unit for unit in units if unit.level == level):
            region = known.get(unit.code)
            values = _values(unit, topology, children, credit, known)
            if region is None:
                fresh.append(Region(code=unit.code, **values))
            elif any(getattr(region, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(region, name, value)
                stale.append(region)
            else:
                same += 1
        Region.objects.bulk_create(fresh, batch_size=200)
        if stale:
            Region.objects.bulk_update(stale, list(_FIELDS), batch_size=100)
        known.update({region.code: region for region in fresh})
        added, changed = added + len(fresh), changed + len(stale)
        tell(f"{level}: {len(fresh)} added, {len(stale)} changed")
    return Loaded(
        added, changed, same,
        [f"{unit.name} ({unit.code})" for unit in units if unit.code not in topology.rings],
        len(known) - len(units),
    )  # fmt: skip


_FIELDS = (
    "level", "name", "kind", "parent_id", "lon", "lat", "outline", "mesh",
    "x0", "y0", "x1", "y1", "seat", "credit",
)  # fmt: skip


def _values(
    unit: Unit,
    topology: Topology,
    children: dict[str, list[str]],
    credit: str,
    known: dict[str, Region],
) -> dict[str, object]:
    outline = topology.outline(unit.code)
    box = box_of(outline)
    values: tuple[object, ...] = (
        unit.level, unit.name, unit.kind, known[unit.parent].pk if unit.parent else None,
        unit.lon, unit.lat, outline, topology.between(children.get(unit.code, ())),
        *(box or (None, None, None, None)), unit.seat, "" if unit.parent else credit,
    )  # fmt: skip
    return dict(zip(_FIELDS, values, strict=True))
