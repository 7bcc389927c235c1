"""How chance chooses among things."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def some(random: Random, things: Sequence[T], most: int) -> list[T]:
    """One to `most` of them, each once; none where there are none."""
    return random.sample(things, min(len(things), random.randint(1, most))) if things else []
