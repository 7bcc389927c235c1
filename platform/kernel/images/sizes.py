"""In which sizes a picture is kept: a function of its own width, so that no table needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass

TALLEST = 1.5
"""The tallest picture has this many times the largest width."""


@dataclass(frozen=True)
class Sizes:
    """Widths in pixels, the smallest first; the quality of the WebP; the least side that is taken."""

    widths: tuple[int, ...]
    quality: int
    least: int


LARGE = Sizes((480, 960, 1600), quality=80, least=240)
"""For a picture that one looks at."""
SMALL = Sizes((120, 320, 640), quality=90, least=48)
"""For a sign beside a name."""


def fit(width: int, height: int, sizes: Sizes) -> tuple[int, int]:
    """The size of the largest copy: within the largest width, never larger than the picture is."""
    most = sizes.widths[-1]
    shrink = min(1.0, most / width, most * TALLEST / height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def widths_of(width: int, sizes: Sizes) -> Sequence[int]:
    """The widths of the copies of a picture whose largest copy is so wide. A smaller one that would
    hardly be smaller is left out."""
    return (*(step for step in sizes.widths if step * 1.2 <= width), width)
