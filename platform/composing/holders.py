"""Texts that hold files. The rooms that keep such texts register here who may read them."""

from collections.abc import Callable

from accounts.viewer import Viewer

MayRead = Callable[[Viewer, int], bool]
holders: dict[str, MayRead] = {}
"""By kind, such as "post": whether the viewer may read the text with this id."""


def register(kind: str, may_read: MayRead) -> None:
    holders[kind] = may_read
