"""What stands on a map: a numbered pin for each row of a list, or a square with a count."""

from collections.abc import Callable, Iterable, Mapping

from directory.finding.atlas import Atlas, Unit
from directory.maps.drawing import Field, Pin, organisations_in
from directory.maps.pins import HALF, spread
from taxonomy.spelling import polish


def row_pins(
    rows: Iterable[tuple[int, str, float | None, float | None]], frame: Field
) -> list[Pin]:
    """A pin for each (number, name, lon, lat) that lies on the map, apart from one another."""
    placed = [
        (number, name, spot)
        for number, name, lon, lat in rows
        if (spot := frame.place(lon, lat)) is not None
    ]
    stands = spread([spot for _, _, spot in placed], width=frame.width, height=frame.height)
    return [
        Pin(
            round(x, 1),
            round(y, 1),
            str(number),
            f"#org-{number}",
            f"{number}. {name}",
            number,
            stand=stand,
        )
        for (number, name, (x, y)), stand in zip(placed, stands, strict=True)
    ]


def cluster_pins(
    atlas: Atlas, gminas: Mapping[str, int], frame: Field, href: Callable[[str], str]
) -> list[Pin]:
    """A square with a count for each powiat, or for each gmina of the chosen units."""
    narrow = {unit.code for unit in atlas.narrow}
    numbers: Mapping[str, int] = atlas.by_powiat(gminas)
    if narrow:
        numbers = {
            code: number for code, number in gminas.items()
            if code in narrow or (code in atlas.units and atlas.units[code].parent in narrow)
        }  # fmt: skip
    found: list[tuple[Unit, int, tuple[float, float]]] = []
    for code, number in numbers.items():
        unit = atlas.units.get(code)
        above = atlas.units.get(unit.parent) if unit else None
        spot = frame.place(unit.lon, unit.lat) if unit else None
        if unit and spot is None and above:  # no point of its own: that of what it lies in
            spot = frame.place(above.lon, above.lat)
        if unit and spot and number:
            found.append((unit, number, spot))
    # By name, as the facet and the table have them: so one tabs through them in an order one knows.
    found.sort(key=lambda entry: (polish(entry[0].title.removeprefix("powiat ")), entry[0].code))
    spots = [spot for _, _, spot in found]
    stands = spread(spots, width=frame.width, height=frame.height, base=0.0)
    return [
        Pin(
            round(x, 1), round(y, 1), str(number), href(unit.code), organisations_in(unit.title, number),
            name=unit.name, code=unit.code, stand=stand, half=HALF if number < 100 else HALF + 4,
        )
        for (unit, number, (x, y)), stand in zip(found, stands, strict=True)
    ]  # fmt: skip
