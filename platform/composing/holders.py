"""Texts that hold files. The rooms that keep such texts register here who may have those."""

from collections.abc import Callable

from django.db.models import Q

from accounts.viewer import Viewer

MayHave = Callable[[Viewer, int, int], bool]
holders: dict[str, MayHave] = {}
"""By kind, such as "post": whether the viewer may have, of the text with this id, the file with that one.
A text holds its files for good, so this asks for one that stands in words which the viewer may read:
those of now, or earlier ones where they are kept and shown."""
watchers: dict[str, Callable[[int], None]] = {}
"""By kind: who wants to know that a document of the text with this id was taken."""


def register(kind: str, may_have: MayHave, *, taken: Callable[[int], None] | None = None) -> None:
    holders[kind] = may_have
    if taken is not None:
        watchers[kind] = taken


def shown_in(column: str, file: int) -> Q:
    """Rows whose HTML in this column shows the file (composing.files.shown)."""
    return Q(**{f"{column}__contains": f'"/files/{file}/'})


def named_in(column: str, file: int) -> Q:
    """The same for words as they were written."""
    return Q(**{f"{column}__contains": f"](file:{file})"})
