"""What moderation asks of the rooms above it."""

from collections.abc import Collection, Mapping

from kernel.ports import Port
from moderation.levels import Figures


def _nothing_known(people: Collection[int]) -> Mapping[int, Figures]:
    return {pk: Figures() for pk in people}


figures_of: Port[[Collection[int]], Mapping[int, Figures]] = Port(_nothing_known)
"""What these people have done here, by their ids."""
