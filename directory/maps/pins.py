"""Pins that do not cover one another: those of one village stand around it, each with a long foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

HALF = 14.0
"""Half the side of a pin's square, in pixels of the map."""
FOOT = 8.0
"""How high the square stands above its point."""
_STEP = 2 * HALF + 2
_RINGS = 10

Spot = tuple[float, float]


@dataclass(frozen=True)
class Stand:
    """Where the square of a pin is, as an offset of its centre from the point it stands on."""

    dx: float
    dy: float

    @property
    def moved(self) -> bool:
        """Whether it had to make room: then its foot is long, and lies below all squares."""
        return bool(self.dx) or self.dy != ABOVE

    @property
    def foot(self) -> str:
        """The path from the point up to the square."""
        if not self.moved:
            return "M0 0l-6-8h12z"
        return f"M0 0L{self.dx - 2.5:g} {self.dy:g}h5z"


ABOVE = -(FOOT + HALF)
"""Where the middle of a square is that stands on its point."""


@lru_cache(maxsize=4)
def _offsets(base: float) -> tuple[Spot, ...]:
    """Places to try, the nearest first: the base, then around it, never on the point of a pin."""
    spots = [
        (column * _STEP / 2, base - row * _STEP / 2)
        for row in range(-_RINGS, _RINGS + 1)
        for column in range(-_RINGS, _RINGS + 1)
    ]
    fit = [
        (dx, dy) for dx, dy in spots if not base or abs(dx) > HALF or dy <= base or dy >= HALF
    ]  # fmt: skip
    return tuple(sorted(fit, key=lambda s: (s[0] ** 2 + (s[1] - base) ** 2, s[1], s[0])))


def spread(
    points: Sequence[Spot], *, width: float, height: float, base: float | Sequence[float] = ABOVE
) -> list[Stand]:
    """A stand for each point (pixels), so that no two squares overlap and all lie on the map, as far
    as there is room; what finds none stays where it belongs, over the others. `base`: ABOVE for pins,
    0 for squares that lie on their points; one for all, or one for each."""
    taken: list[Spot] = []
    stands: list[Stand] = []
    bases = [base] * len(points) if isinstance(base, float) else base
    for (x, y), own in zip(points, bases, strict=True):
        stand = _free(x, y, taken, width, height, own)
        taken.append((x + stand.dx, y + stand.dy))
        stands.append(stand)
    return stands


def _free(
    x: float, y: float, taken: Sequence[Spot], width: float, height: float, base: float
) -> Stand:
    for dx, dy in _offsets(base):
        cx, cy = x + dx, y + dy
        if not (HALF <= cx <= width - HALF and HALF <= cy <= height - HALF):
            continue
        if all(abs(cx - tx) >= _STEP - 1 or abs(cy - ty) >= _STEP - 1 for tx, ty in taken):
            return Stand(dx, dy)
    return Stand(0.0, base)
