"""What composing asks of the rooms above, with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence

from accounts.viewer import Viewer
from kernel.ports import Port


def _nobody(viewer: Viewer, place: str) -> Sequence[int]:
    return ()


participants: Port[[Viewer, str], Sequence[int]] = Port(_nobody)
"""The ids of people who take part where somebody writes (a place as in composing.places), the latest
first, as far as the viewer may know them."""
