"""What can be reported and hidden. Each room says it for its own things; moderation knows no room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.viewer import Viewer


@dataclass(frozen=True)
class Moderated:
    """A kind of thing. `get(viewer, id)` is None for what the viewer may not see or what is missing."""

    kind: str
    get: Callable[[Viewer, int], Any | None]
    author_id: Callable[[Any], int | None]
    title: Callable[[Any], str]
    excerpt: Callable[[Any], str]
    url: Callable[[Any], str]
    hide: Callable[[Any, bool], None]
    """Hides (True) or shows again (False), inside the decision's transaction; publishes its own fact."""


kinds: dict[str, Moderated] = {}


def register(moderated: Moderated) -> None:
    kinds[moderated.kind] = moderated
