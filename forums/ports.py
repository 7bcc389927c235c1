"""What the forums ask of the rooms above, each with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.viewer import Viewer
from kernel.ports import Port


@dataclass(frozen=True)
class Link:
    """Something worth reading: `kind` is a motif (question, solved, discussion, note …)."""

    title: str
    url: str
    kind: str = "discussion"
    note: str = ""


def _nothing_similar(viewer: Viewer, title: str) -> Sequence[Link]:
    return ()


def _cannot_follow(viewer: Viewer, kind: str, object_id: int) -> bool | None:
    return None


similar: Port[[Viewer, str], Sequence[Link]] = Port(_nothing_similar)
"""Topics and notes like this title that the viewer may see, the nearest first, at most five."""

following: Port[[Viewer, str, int], bool | None] = Port(_cannot_follow)
"""Whether the person follows a thing ("topic" or "forum", id); None: there is nothing to press."""


def _nothing_written(
    tags: Sequence[int], people: Sequence[int], organisations: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    return {}, {}


written_about: Port[
    [Sequence[int], Sequence[int], Sequence[int]], tuple[dict[int, int], dict[int, int]]
] = Port(_nothing_written)
"""How many published notes with one of these tags (ids) each of the people and each of the
organisations has written: two dicts by id, without those who have none."""
