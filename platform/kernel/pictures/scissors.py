"""What pictures are cut with: a seeded hand and a few shapes. Lengths are units of the viewBox."""

import hashlib
import random
from collections.abc import Iterable
from html import escape

Point = tuple[float, float]


def figure(value: float) -> str:
    """A coordinate with at most one decimal, without a trailing `.0`."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def svg(
    inner: str, *, box: str, size: int | None = None, title: str = "", name: str = "cut"
) -> str:
    """The outer element; without a title it is hidden from screen readers."""
    role = 'role="img"' if title else 'aria-hidden="true"'
    label = f"<title>{escape(title)}</title>" if title else ""
    measure = f' width="{size}" height="{size}"' if size else ""
    return f'<svg class="{name}" {role} viewBox="{box}"{measure}>{label}{inner}</svg>'


class Hand:
    """Scissors led by a seed: straight cuts come out a little crooked, always in the same way."""

    def __init__(self, seed: str, *, wobble: float = 0.5) -> None:
        # Not the built-in hash(): that one differs from process to process.
        self.chance = random.Random(hashlib.sha256(seed.encode("utf-8", "replace")).digest())  # noqa: S311
        self.wobble = wobble
        self.pieces: list[str] = []

    def _shaken(self, point: Point) -> str:
        x, y = (along + self.chance.uniform(-self.wobble, self.wobble) for along in point)
        return f"{figure(x)} {figure(y)}"

    def poly(self, ink: str, points: Iterable[Point]) -> None:
        outline = "L".join(self._shaken(point) for point in points)
        self.pieces.append(f'<path class="c-{ink}" d="M{outline}Z"/>')

    def rect(self, ink: str, x: float, y: float, width: float, height: float) -> None:
        right, bottom = x + width, y + height
        self.poly(ink, [(x, y), (right, y), (right, bottom), (x, bottom)])

    def arch(self, ink: str, x: float, y: float, width: float, height: float) -> None:
        """An opening with a round head, standing on y + height."""
        radius, base = width / 2, y + height
        self.path(
            ink,
            f"M{figure(x)} {figure(base)}V{figure(y + radius)}"
            f"a{figure(radius)} {figure(radius)} 0 0 1 {figure(width)} 0V{figure(base)}Z",
        )

    def disc(self, ink: str, x: float, y: float, radius: float) -> None:
        self.pieces.append(
            f'<circle class="c-{ink}" cx="{figure(x)}" cy="{figure(y)}" r="{figure(radius)}"/>'
        )

    def path(self, ink: str, outline: str) -> None:
        self.pieces.append(f'<path class="c-{ink}" d="{outline}"/>')

    def other_than(self, taken: str, inks: tuple[str, ...]) -> str:
        return self.chance.choice([ink for ink in inks if ink != taken])

    def sheet(self) -> str:
        return "".join(self.pieces)
