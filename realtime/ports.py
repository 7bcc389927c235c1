"""What the rooms ask of the rooms above, each with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.viewer import Viewer
from kernel.ports import Port


@dataclass(frozen=True)
class Link:
    """Something made of a talk: `kind` is a motif (question, solved, discussion, note …)."""

    title: str
    url: str
    kind: str = "discussion"


def _nothing(viewer: Viewer, room_id: int) -> Sequence[Link]:
    return ()


def _nowhere(viewer: Viewer, room_id: int) -> str:
    return ""


grown: Port[[Viewer, int], Sequence[Link]] = Port(_nothing)
"""What grew out of a room and the viewer may see, the newest first, at most five."""

picking: Port[[Viewer, int], str] = Port(_nowhere)
"""The address to which the chosen messages of a room are sent (`message`, several ids) to make a
topic of them; empty for whoever may not."""
