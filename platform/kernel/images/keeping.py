"""The files of pictures below the media folder: written whole or not at all, taken away for good.

A name is used once: the mark of the picture and twelve random figures. So the same picture sent
twice is two files, nobody can guess an address, and taking one away never takes another's.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kernel.images.sizes import Sizes, widths_of

if TYPE_CHECKING:
    from kernel.images.making import Made

_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{30}-[0-9a-f]{12}")
FILE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}-[0-9a-f]{12}-[0-9]{1,4}\.webp")
"""A file of ours below the media folder."""
PART = ".part-"
"""How the name of a file begins that is still being written."""


@dataclass(frozen=True)
class Owner:
    """A table that keeps names of pictures."""

    used: Callable[[Collection[str]], set[str]]
    """Those of the names to which it refers."""
    every: Callable[[], Iterator[tuple[str, int, Sizes]]]
    """Each of its pictures: the name, the width of the largest copy, the sizes."""


owners: dict[str, Owner] = {}
"""Registered by the rooms above under a name such as "directory.photos"."""


def keep(made: "Made") -> str:
    """Writes the copies; the name under which they are found. Nothing is left when it fails."""
    mark = made.mark
    name = f"{mark[:2]}/{mark}-{secrets.token_hex(6)}"
    folder = _root() / mark[:2]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for width, data in made.copies.items():
            write_whole(folder, _file(name, width), data)
        settle(folder)
    except BaseException:
        discard(name)
        raise
    return name


def write_whole(folder: Path, path: Path, data: bytes) -> None:
    """Writes a file of this folder that is there as a whole or not at all."""
    part = folder / f"{PART}{secrets.token_hex(8)}"
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)  # the proxy reads them as somebody else
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Has the disk remember the new names too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(name: str) -> None:
    """Removes every copy. A second time does nothing. Call it after the commit that forgot the name."""
    for path in _copies(name):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def weight(name: str) -> int:
    """Bytes of all copies."""
    return sum(path.stat().st_size for path in _copies(name))


def _copies(name: str) -> list[Path]:
    path = _root() / _checked(name)
    return sorted(path.parent.glob(f"{path.name}-*.webp"))


def address(name: str, width: int) -> str:
    """The path at which the copy of this width is served."""
    return f"{settings.MEDIA_URL}{name}-{width}.webp"


def source_set(name: str, width: int, sizes: Sizes) -> str:
    """All copies for a `srcset`, of a picture whose largest copy is so wide."""
    return ", ".join(f"{address(name, step)} {step}w" for step in widths_of(width, sizes))


def file_of(name: str, width: int) -> Path:
    """Where the copy of this width lies."""
    return _file(name, width)


def _file(name: str, width: int) -> Path:
    return _root() / f"{_checked(name)}-{width}.webp"


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no picture's name")
    return name
