"""Roofs over a wall from `left` to `right` whose eaves lie at `eaves`; the ridge is near y = 6."""

from collections.abc import Callable

from kernel.pictures.scissors import Hand, Point

Roof = Callable[[Hand, str, float, float, float], None]
RIDGE = 6.0


def _outline(points: Callable[[float, float, float, float], list[Point]]) -> Roof:
    """A roof that is one polygon of (left, right, eaves, middle)."""

    def cut(hand: Hand, ink: str, left: float, right: float, eaves: float) -> None:
        hand.poly(ink, points(left, right, eaves, (left + right) / 2))

    return cut


def _attic(left: float, right: float, eaves: float, middle: float) -> list[Point]:
    """The stepped parapet of a merchant's house."""
    width, rise = right - left, eaves - RIDGE
    side = [(0.0, 0.0), (0.0, 0.5), (0.2, 0.5), (0.2, 0.76), (0.38, 0.76), (0.38, 1.0)]
    climb = [(left + width * across, eaves - rise * up) for across, up in side]
    return climb + [(right - (x - left), y) for x, y in reversed(climb)]


def _saw(left: float, right: float, eaves: float, middle: float) -> list[Point]:
    third = (right - left) / 3
    teeth: list[Point] = [(left, eaves)]
    for tooth in range(3):
        teeth += [(left + third * tooth, RIDGE + 3), (left + third * (tooth + 1), eaves - 2)]
    return [*teeth, (right, eaves)]


def _barrel(hand: Hand, ink: str, left: float, right: float, eaves: float) -> None:
    reach = (right - left) / 2 + 2
    hand.path(ink, f"M{left - 2:g} {eaves:g}A{reach:g} 16 0 0 1 {right + 2:g} {eaves:g}Z")


def _marquee(hand: Hand, ink: str, left: float, right: float, eaves: float) -> None:
    """A flat roof with the name board of a cinema standing on it."""
    hand.rect(ink, left - 2, eaves - 4, right - left + 4, 5)
    hand.rect(ink, left + 4, RIDGE, right - left - 8, eaves - RIDGE - 6)
    for lamp in range(4):
        hand.disc("ochre", left + 8 + lamp * (right - left - 16) / 3, RIDGE + 3.5, 1.3)


def _tower(hand: Hand, ink: str, left: float, right: float, eaves: float) -> None:
    """A low hip with a lantern on top."""
    middle = (left + right) / 2
    hand.poly(ink, [(left - 3, eaves), (left + 4, 15), (right - 4, 15), (right + 3, eaves)])
    hand.rect("ochre", middle - 4, 10, 8, 5)
    hand.poly(ink, [(middle - 6, 10.5), (middle, 4), (middle + 6, 10.5)])


ROOFS: dict[str, Roof] = {
    "gable": _outline(lambda a, b, y, m: [(a - 3, y), (m, RIDGE), (b + 3, y)]),
    "steep": _outline(lambda a, b, y, m: [(a - 5, y + 3), (m, RIDGE - 2), (b + 5, y + 3)]),
    "pediment": _outline(lambda a, b, y, m: [(a - 3, y), (m, RIDGE + 4), (b + 3, y)]),
    "hip": _outline(
        lambda a, b, y, m: [(a - 3, y), (a + 6, RIDGE + 3), (b - 6, RIDGE + 3), (b + 3, y)]
    ),
    "halfhip": _outline(
        lambda a, b, y, m: [
            (a - 4, y + 1),
            (a + 5, RIDGE + 7),
            (m - 5, RIDGE + 1),
            (m + 5, RIDGE + 1),
            (b - 5, RIDGE + 7),
            (b + 4, y + 1),
        ]
    ),
    "mansard": _outline(
        lambda a, b, y, m: [
            (a - 3, y),
            (a + 1, 15),
            (a + 7, RIDGE + 2),
            (b - 7, RIDGE + 2),
            (b - 1, 15),
            (b + 3, y),
        ]
    ),
    "flat": _outline(lambda a, b, y, m: [(a - 2, y), (a - 2, y - 5), (b + 2, y - 5), (b + 2, y)]),
    "attic": _outline(_attic),
    "saw": _outline(_saw),
    "barrel": _barrel,
    "marquee": _marquee,
    "tower": _tower,
}
