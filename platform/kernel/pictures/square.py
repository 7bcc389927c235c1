"""One side of the market square (the home page) and its roofs alone (the edge under every head)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kernel.pictures.roofs import ROOFS
from kernel.pictures.scissors import Hand, figure, svg

WALLS = ("lime", "paper", "ochre", "sky", "lime", "paper")
TOPS = ("brick", "green", "plum", "brick", "ink")
SHAPES = ("gable", "attic", "hip", "steep", "gable", "flat", "barrel", "gable")


class Front(NamedTuple):
    """A house in the row: where it starts, how wide it is, its eaves and ridge, its roof."""

    x: float
    width: float
    eaves: float
    ridge: float
    roof: str


def _fronts(hand: Hand, width: float, height: float) -> Iterator[Front]:
    x = -10.0
    while x < width:
        wide = float(hand.chance.choice((46, 54, 62, 74, 88)))
        eaves = height * (1 - hand.chance.uniform(0.34, 0.58))
        ridge = max(3.0, eaves - hand.chance.uniform(0.2, 0.34) * height)
        yield Front(x, wide, eaves, ridge, hand.chance.choice(SHAPES))
        x += wide + hand.chance.choice((0, 0, 0, 6, 12))


def _roof(hand: Hand, ink: str, front: Front) -> None:
    left, right, middle = front.x + 1, front.x + front.width - 1, front.x + front.width / 2
    eaves, ridge = front.eaves, front.ridge
    if front.roof == "barrel":
        reach = front.width / 2 + 2
        hand.path(
            ink,
            f"M{figure(front.x - 2)} {figure(eaves)}A{figure(reach)} {figure(eaves - ridge)} 0 0 1 "
            f"{figure(front.x + front.width + 2)} {figure(eaves)}Z",
        )
    elif front.roof == "attic":
        step, rise = front.width / 6, eaves - ridge
        climb = [
            (left, eaves), (left, eaves - rise * 0.5), (left + step, eaves - rise * 0.5),
            (left + step, eaves - rise * 0.78), (left + 2 * step, eaves - rise * 0.78),
            (left + 2 * step, ridge),
        ]  # fmt: skip
        hand.poly(ink, climb + [(left + right - x, y) for x, y in reversed(climb)])
    elif front.roof == "hip":
        inset = front.width * 0.2
        hand.poly(
            ink,
            [
                (left - 4, eaves),
                (left + inset, ridge + 4),
                (right - inset, ridge + 4),
                (right + 4, eaves),
            ],
        )
    elif front.roof == "flat":
        ROOFS["flat"](hand, ink, left, right, eaves)
    else:
        over = 5 if front.roof == "steep" else 3
        hand.poly(
            ink,
            [(left - over, eaves + over - 3), (middle, ridge), (right + over, eaves + over - 3)],
        )


def _windows(hand: Hand, wall: str, front: Front, height: float) -> None:
    """One or two rows of windows, here and there a lit one; an arcade where there is room."""
    columns = max(2, int(front.width // 22))
    step, rows = front.width / columns, 1 if front.eaves > height * 0.56 else 2
    for row in range(rows):
        for column in range(columns):
            lit = wall != "ochre" and hand.chance.random() < 0.22
            x = front.x + step * (column + 0.3)
            hand.rect("ochre" if lit else "ink", x, front.eaves + 12 + row * 24, step * 0.4, 14)
    if rows == 2 or height - front.eaves > 66:
        for column in range(columns):
            hand.arch("ink", front.x + step * (column + 0.16), height - 26, step * 0.68, 26)


@lru_cache(maxsize=16)
def _frieze(seed: str, width: int, height: int) -> str:
    hand, last = Hand(seed), ""
    # The sun by day; the dark theme paints the same disc as a moon.
    hand.disc("ochre", width * 0.72, height * 0.36, height * 0.34)
    for front in _fronts(hand, width, height):
        wall = hand.other_than(last, WALLS)
        hand.rect(wall, front.x, front.eaves, front.width, height - front.eaves)
        _roof(hand, hand.other_than(wall, TOPS), front)
        _windows(hand, wall, front, height)
        last = wall
    outer = svg(hand.sheet(), box=f"0 0 {width} {height}", name="cut frieze")
    return outer.replace(" viewBox", ' preserveAspectRatio="xMidYMax slice" viewBox', 1)


def frieze(seeds: Sequence[str], width: int = 1600, height: int = 170) -> str:
    """SVG text of one side of the square; another order or set of seeds builds another side."""
    return _frieze("/".join(seeds) or "rynek", width, height)


@lru_cache(maxsize=16)
def skyline(seed: str = "rynek", width: int = 1600, height: int = 14) -> str:
    """SVG text of roofs alone, all on one line of eaves, with a street now and then."""
    hand, eaves = Hand(seed), height * 0.72
    outline, x = f"M0 {height}V{figure(eaves)}", 0.0
    while x < width:
        wide = hand.chance.choice((28, 36, 48, 60))
        shape = hand.chance.choice(("gable", "gable", "hip", "attic", "flat", "street"))
        end, low = figure(x + wide), figure(eaves)
        match shape:
            case "gable":
                outline += f"L{figure(x + wide / 2)} {figure(height * 0.08)}L{end} {low}"
            case "hip":
                near, far = figure(x + wide * 0.2), figure(x + wide * 0.8)
                outline += f"L{near} {figure(height * 0.24)}H{far}L{end} {low}"
            case "attic":
                near, far = figure(x + wide * 0.25), figure(x + wide * 0.75)
                step, top = figure(height * 0.46), figure(height * 0.2)
                outline += f"V{step}H{near}V{top}H{far}V{step}H{end}V{low}"
            case "flat":
                outline += f"V{figure(height * 0.42)}H{end}V{low}"
            case _:
                outline += f"H{end}"
        x += wide + 4
        outline += f"H{figure(x)}"
    inner = f'<path d="{outline}V{height}Z"/>'
    outer = svg(inner, box=f"0 0 {width} {height}", name="skyline")
    return outer.replace(" viewBox", ' preserveAspectRatio="xMinYMax slice" viewBox', 1)
