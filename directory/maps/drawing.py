"""Maps, drawn on the server from our own boundaries: units in five steps of one blue, pins, names.

A `Drawing` holds figures and words alone; templates/directory/_map.html turns it into SVG. Its field
is as many units wide as it is meant to have pixels on a desk, so letters and pins keep their size.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.finding.atlas import Atlas, Unit
from directory.maps.pins import HALF, Stand
from taxonomy.geography import Box, around, project
from taxonomy.models import Region

STEPS = 4
"""Steps of blue above the empty one."""
LETTER = 4.2
"""Half the width of a letter of a name, in pixels."""
LIST_WIDTH, PAGE_WIDTH, SMALL_WIDTH = 400.0, 480.0, 300.0


@dataclass(frozen=True)
class Land:
    """A unit on the map; `step` 0–4 is its blue, `href` is empty where there is nothing to follow."""

    outline: str
    step: int
    href: str = ""
    words: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Name:
    x: float
    y: float
    text: str
    style: str


@dataclass(frozen=True)
class Pin:
    """A square with a number: a row of the list (`number`), or so many organisations (`cluster`)."""

    x: float
    y: float
    text: str
    href: str
    words: str
    number: int | None = None
    name: str = ""
    """What stands below a cluster."""
    stand: Stand = field(default_factory=lambda: Stand(0.0, 0.0))
    half: float = HALF
    code: str = ""
    """The unit whose cluster it is: the way back leads to it."""

    @property
    def left(self) -> float:
        return self.stand.dx - self.half

    @property
    def top(self) -> float:
        return self.stand.dy - HALF

    @property
    def base(self) -> float:
        """Where the figure in the square stands."""
        return self.stand.dy + 5

    @property
    def side(self) -> float:
        return 2 * self.half


@dataclass(frozen=True)
class Drawing:
    """A map: its field in pixels, and how the land is brought into it."""

    width: float
    height: float
    transform: str
    label: str
    lands: Sequence[Land]
    mesh: str
    edge: str
    chosen: str
    names: Sequence[Name]
    pins: Sequence[Pin]
    legend: Sequence[tuple[int, str]]
    legend_lead: str
    """What the figures of the legend count."""
    credit: str
    zoomed: bool
    linked: bool = True
    """Whether the land's links are for everybody; else the clusters are, and the land is a help."""


def organisations_in(title: str, number: int) -> str:
    """ "powiat krakowski: 25 organisations"."""
    return ngettext("%(place)s: %(number)d organisation", "%(place)s: %(number)d organisations", number) % {
        "place": title, "number": number,
    }  # fmt: skip


def step_of(number: int, most: int) -> int:
    """Which of the five blues: 0 for none, the darkest for the most."""
    if number <= 0 or most <= 0:
        return 0
    return min(STEPS, 1 + (number - 1) * STEPS // most) if most > STEPS else min(STEPS, number)


def legend_of(most: int) -> list[tuple[int, str]]:
    """The steps with what they mean: "0", "1–7", "8–13", …; empty where there is nothing to show."""
    if most <= 0:
        return []
    spans: dict[int, list[int]] = {}
    for number in range(1, most + 1):
        spans.setdefault(step_of(number, most), []).append(number)
    words = [(0, "0")]
    for step, numbers in spans.items():
        first, last = numbers[0], numbers[-1]
        words.append((step, str(first) if first == last else f"{first}–{last}"))
    return words


@dataclass(frozen=True)
class Field:
    """The window of a map: a box of the land, and the pixels that show it."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        return self.width / self.box.width

    @property
    def transform(self) -> str:
        scale = self.scale
        return (
            f"translate({-self.box.x0 * scale:.2f} {-self.box.y0 * scale:.2f}) scale({scale:.5f})"
        )

    def place(self, lon: float | None, lat: float | None) -> tuple[float, float] | None:
        """Pixels of a point, or None where it lies outside the window."""
        if lon is None or lat is None:
            return None
        point = project(lon, lat)
        if not self.box.holds(point):
            return None
        return (point.x - self.box.x0) * self.scale, (point.y - self.box.y0) * self.scale


def window(box: Box, width: float, *, low: float = 0.72, high: float = 1.1) -> Field:
    """A window around the box: as wide as asked, and neither flat nor tall."""
    ratio = min(high, max(low, box.height / box.width if box.width else 1.0))
    across = max(box.width, box.height / ratio, 1.0)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    down = across * ratio
    return Field(
        Box(x - across / 2, y - down / 2, x + across / 2, y + down / 2),
        width,
        round(width * ratio, 1),
    )


def field_of(atlas: Atlas, width: float, *, share: float = 0.015) -> Field | None:
    """The window on the chosen units, or on everything; None while no region is loaded."""
    narrow = atlas.narrow
    boxes = [unit.box for unit in narrow or atlas.tops if unit.box]
    if not boxes:  # a gmina without a shape is shown by what it lies in
        parents = [atlas.units.get(unit.parent) for unit in narrow]
        boxes = [unit.box for unit in [*parents, *atlas.tops] if unit and unit.box]
    box = around(boxes)
    if box is None:
        return None
    if narrow:
        share = 0.3 if all(unit.level == Region.Level.GMINA for unit in narrow) else 0.08
    return window(box.grown(share), width)


def draw(
    atlas: Atlas,
    gminas: Mapping[str, int],
    *,
    width: float,
    label: str,
    href: Callable[[str], str] | None,
    pins: Callable[[Field], Sequence[Pin]] = lambda field: (),
    linked: bool = True,
    frame: Field | None = None,
) -> Drawing | None:
    """The map of these counts (gmina's code to number). `href` gives the address of a unit's code;
    `frame` a window of its own, instead of that on the chosen units."""
    own = frame is not None
    frame = frame or field_of(atlas, width)
    if frame is None:
        return None
    narrow = atlas.narrow
    lands, most = _lands(atlas, gminas, href)
    marks = pins(frame)
    return Drawing(
        width=frame.width, height=frame.height, transform=frame.transform, label=label, lands=lands,
        mesh="".join(unit.mesh for unit in atlas.at(Region.Level.POWIAT)),
        edge="".join(unit.outline for unit in atlas.tops),
        chosen="".join(unit.outline for unit in narrow),
        names=_names(atlas, frame, marks), pins=marks, legend=legend_of(most),
        legend_lead=_("Organisations in a gmina:") if narrow else _("Organisations in a powiat:"), credit=atlas.credit,
        zoomed=bool(narrow) or own, linked=linked,
    )  # fmt: skip


def _lands(
    atlas: Atlas, gminas: Mapping[str, int], href: Callable[[str], str] | None
) -> tuple[list[Land], int]:
    """The whole region by powiat; with chosen units, those by gmina and the rest faded."""
    powiats, narrow = atlas.by_powiat(gminas), {unit.code for unit in atlas.narrow}
    inside = [
        unit
        for unit in atlas.at(Region.Level.GMINA)
        if unit.code in narrow or unit.parent in narrow
    ]
    shown = [gminas.get(unit.code, 0) for unit in inside] if narrow else list(powiats.values())
    most = max(shown, default=0)

    def land(unit: Unit, number: int, *, faded: bool) -> Land:
        follow = href(unit.code) if href and number else ""
        step = 0 if faded else step_of(number, most)
        return Land(
            unit.outline, step, follow, organisations_in(unit.title, number), unit.code in narrow
        )

    lands = [
        land(unit, powiats[unit.code], faded=bool(narrow))
        for unit in atlas.at(Region.Level.POWIAT)
        if unit.outline and unit.code not in narrow
    ]
    lands += [land(unit, gminas.get(unit.code, 0), faded=False) for unit in inside if unit.outline]
    return lands, most


def _names(atlas: Atlas, frame: Field, marks: Sequence[Pin]) -> list[Name]:
    """Names that fit without lying on one another: of the clusters, below them; else of cities and
    seats, near by of gminas. A region full of pins names its cities alone."""
    if any(mark.name for mark in marks):
        return _kept(
            [(Name(m.x + m.stand.dx, m.y + m.stand.dy + HALF + 14, m.name, "town"), 0) for m in marks],
            frame, marks,
        )  # fmt: skip
    cities = [unit for unit in atlas.at(Region.Level.POWIAT) if unit.name[:1].isupper()]
    narrow = _codes(atlas.narrow)
    gminas = [unit for unit in atlas.at(Region.Level.GMINA) if unit.parent not in _codes(cities)]
    near = [unit for unit in gminas if unit.parent in narrow or unit.code in narrow]
    seats = [unit for unit in gminas if unit.seat and unit not in near]
    wanted = [(unit, "town") for unit in cities] + [(unit, "gmina") for unit in near]
    if narrow or not marks:
        wanted += [(unit, "town town-2") for unit in seats]
    placed = [
        (Name(round(spot[0], 1), round(spot[1] + 5, 1), unit.name, style), rank)
        for rank, (unit, style) in enumerate(wanted)
        if (spot := frame.place(unit.lon, unit.lat)) is not None
    ]
    return _kept(placed, frame, marks)


def _kept(wanted: Sequence[tuple[Name, int]], frame: Field, marks: Sequence[Pin]) -> list[Name]:
    """The names, the first rank first, that lie within the map and on nothing else."""
    names: list[Name] = []
    for name, _rank in sorted(wanted, key=lambda pair: pair[1]):
        half = LETTER * len(name.text)
        inside = half <= name.x <= frame.width - half and 14 <= name.y <= frame.height - 4
        covered = any(
            abs(mark.x + mark.stand.dx - name.x) < half + HALF
            and -HALF < name.y - mark.y - mark.stand.dy < HALF + 10
            for mark in marks
        )
        if inside and not covered and not any(_touch(name, other) for other in names):
            names.append(name)
    return names


def _codes(units: Iterable[Unit]) -> set[str]:
    return {unit.code for unit in units}


def _touch(a: Name, b: Name) -> bool:
    return abs(a.y - b.y) < 17 and abs(a.x - b.x) < LETTER * (len(a.text) + len(b.text)) + 6
