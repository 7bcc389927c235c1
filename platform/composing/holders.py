"""Texts that hold files. The rooms that keep such texts register here who may read them."""

from collections.abc import Callable

from accounts.viewer import Viewer

MayRead = Callable[[Viewer, int], bool]
holders: dict[str, MayRead] = {}
"""By kind, such as "post": whether the viewer may read the text with this id."""
watchers: dict[str, Callable[[int], None]] = {}
"""By kind: who wants to know that a document of the text with this id was taken."""


def register(kind: str, may_read: MayRead, *, taken: Callable[[int], None] | None = None) -> None:
    holders[kind] = may_read
    if taken is not None:
        watchers[kind] = taken
