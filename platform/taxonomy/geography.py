"""The map's own geometry: a projection, TopoJSON, and SVG paths. No region is named here.

The map's units are those of a Mercator projection with `UNITS_A_DEGREE` to a degree of longitude,
anywhere in the world: so the outlines of two regions fit side by side, and what a map shows is only
a matter of its frame. x grows eastwards, y southwards; a voivodeship is some 600 units wide.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

UNITS_A_DEGREE = 257.0
_STEPS = 10
"""Coordinates are kept in tenths of a unit: some 25 metres."""
LARGEST_LATITUDE = 85.0


class BadTopology(ValueError):
    """The file is not the TopoJSON that we can draw; the message says what is wrong."""


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    """A rectangle in the map's units."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def grown(self, share: float) -> "Box":
        """The box with a margin of `share` of its longer side all around."""
        margin = max(self.width, self.height) * share
        return Box(self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)

    def holds(self, point: Point) -> bool:
        return self.x0 <= point.x <= self.x1 and self.y0 <= point.y <= self.y1


def project(lon: float, lat: float) -> Point:
    """The place of a longitude and latitude (degrees, WGS84) on the map."""
    lat = max(-LARGEST_LATITUDE, min(LARGEST_LATITUDE, lat))
    north = math.degrees(math.asinh(math.tan(math.radians(lat))))
    return Point(lon * UNITS_A_DEGREE, -north * UNITS_A_DEGREE)


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """The way of the crow between two points, in kilometres (haversine)."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all of them."""
    found = list(boxes)
    if not found:
        return None
    return Box(
        min(b.x0 for b in found), min(b.y0 for b in found),
        max(b.x1 for b in found), max(b.y1 for b in found),
    )  # fmt: skip


Step = tuple[int, int]
"""A point in tenths of the map's units."""


def _figure(tenths: int) -> str:
    """A figure of a path as short as it can be: 12 is "1.2", -5 is "-.5", 30 is "3"."""
    whole, rest = divmod(abs(tenths), _STEPS)
    text = f"{whole or ''}.{rest}" if rest else str(whole)
    return "-" + text if tenths < 0 else text


def _pair(x: int, y: int) -> str:
    second = _figure(y)
    return _figure(x) + (second if second.startswith("-") else " " + second)


def line(points: Sequence[Step], *, closed: bool = False) -> str:
    """One SVG subpath: an absolute start, then steps relative to the last point."""
    if len(points) < 2:
        return ""
    steps: list[str] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if (x0, y0) != (x1, y1):
            pair = _pair(x1 - x0, y1 - y0)
            steps.append(pair if not steps or pair.startswith("-") else " " + pair)
    if not steps:
        return ""
    return f"M{_pair(*points[0])}l{''.join(steps)}{'z' if closed else ''}"


_SUBPATH = re.compile(r"M([^lz]+)l([^Mz]+)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def box_of(path: str) -> Box | None:
    """The box of a path that `line` made; None for an empty one."""
    xs: list[float] = []
    ys: list[float] = []
    for start, steps in _SUBPATH.findall(path):
        x, y = (float(n) for n in _NUMBER.findall(start))
        xs.append(x)
        ys.append(y)
        numbers = [float(n) for n in _NUMBER.findall(steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return Box(min(xs), min(ys), max(xs), max(ys)) if xs else None


@dataclass(frozen=True)
class Topology:
    """A decoded TopoJSON: its arcs on the map, and the rings (arc numbers) of each unit by code."""

    arcs: Sequence[Sequence[Step]]
    rings: Mapping[str, Sequence[Sequence[int]]]

    def outline(self, code: str) -> str:
        """The closed border of a unit as an SVG path; empty if the file does not draw it."""
        return "".join(line(self._walk(ring), closed=True) for ring in self.rings.get(code, ()))

    def _walk(self, ring: Sequence[int]) -> list[Step]:
        points: list[Step] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else tuple(reversed(self.arcs[~number]))
            points.extend(arc if not points else arc[1:])
        return points

    def between(self, codes: Iterable[str]) -> str:
        """The borders that two of these units share, each drawn once."""
        uses = Counter(
            number if number >= 0 else ~number
            for code in codes
            for ring in self.rings.get(code, ())
            for number in ring
        )
        return "".join(
            line(self.arcs[number]) for number, times in sorted(uses.items()) if times > 1
        )


def decode(document: Any) -> Topology:
    """Reads a TopoJSON document (parsed JSON). Units are found by the property `teryt`, else by `id`,
    in whatever layer they lie. Raises BadTopology."""
    if not isinstance(document, dict) or document.get("type") != "Topology":
        raise BadTopology('This is not TopoJSON: it has no "type": "Topology".')
    try:
        arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
        rings: dict[str, list[list[int]]] = {}
        for layer in document["objects"].values():
            for geometry in layer.get("geometries", [layer]):
                code = (geometry.get("properties") or {}).get("teryt") or geometry.get("id")
                if code is not None and str(code) not in rings:
                    rings[str(code)] = _rings(geometry)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise BadTopology(f"This TopoJSON cannot be read: {error!r}.") from error
    used = [number for unit in rings.values() for ring in unit for number in ring]
    if any(not -len(arcs) <= number < len(arcs) for number in used):
        raise BadTopology("A shape names an arc that the file does not have.")
    return Topology(arcs, rings)


def _arc(raw: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> list[Step]:
    points: list[Step] = []
    x = y = 0.0
    for position in raw:
        if transform is None:
            lon, lat = float(position[0]), float(position[1])
        else:  # quantized: whole steps from the last point
            x, y = x + position[0], y + position[1]
            lon = x * transform["scale"][0] + transform["translate"][0]
            lat = y * transform["scale"][1] + transform["translate"][1]
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError(f"{lon}, {lat} is no place on Earth")
        place = project(lon, lat)
        points.append((round(place.x * _STEPS), round(place.y * _STEPS)))
    return points


def _rings(geometry: Mapping[str, Any]) -> list[list[int]]:
    kind, arcs = geometry.get("type"), geometry.get("arcs", [])
    if kind == "Polygon":
        return [list(map(int, ring)) for ring in arcs]
    if kind == "MultiPolygon":
        return [list(map(int, ring)) for polygon in arcs for ring in polygon]
    return []
