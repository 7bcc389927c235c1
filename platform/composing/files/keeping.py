"""Where sent files lie: below the media folder, in a part of it that only a view gives out.

nginx refuses it to everybody and sends from it what a view has answered for (X-Accel-Redirect);
the embedded server reads it itself. A place is used once: the file's hash and twelve random figures.
"""

import contextlib
import hashlib
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from kernel.images.keeping import settle, write_whole

FOLDER = "kept"
STORE = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{30}-[0-9a-f]{12}")
FILE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}-[0-9a-f]{12}-(?:[0-9]{1,4}|file)")
WHOLE = "file"
"""The part of a document; those of a picture are the widths of its copies."""


def keep(parts: Mapping[str, bytes]) -> str:
    """Writes the parts; where they are found. Nothing is left when it fails."""
    mark = hashlib.sha256(b"".join(parts.values())).hexdigest()[:32]
    store = f"{mark[:2]}/{mark}-{secrets.token_hex(6)}"
    folder = root() / mark[:2]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for part, data in parts.items():
            write_whole(folder, path_of(store, part), data)
        settle(folder)
    except BaseException:
        discard(store)
        raise
    return store


def discard(store: str) -> None:
    """Removes every part. A second time does nothing. Call it after the commit that forgot the place."""
    path = root() / checked(store)
    for part in path.parent.glob(f"{path.name}-*"):
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def parts_of(store: str) -> list[Path]:
    """The files of a place, the smallest first; of a picture its copies."""
    path = root() / checked(store)
    return sorted(path.parent.glob(f"{path.name}-*"), key=lambda part: part.stat().st_size)


def path_of(store: str, part: str) -> Path:
    return root() / f"{checked(store)}-{part}"


def inner_address(store: str, part: str) -> str:
    """What nginx is told to send."""
    return f"{settings.MEDIA_URL}{FOLDER}/{checked(store)}-{part}"


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def checked(store: str) -> str:
    if not STORE.fullmatch(store):
        raise ValueError(f"{store!r} is no place of a file")
    return store
