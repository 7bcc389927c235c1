"""Where files lie while they are brought in: below DATA_DIR, for our own processes alone."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from kernel.refusals import TooLarge

MOST_BYTES = 8 * 1024 * 1024
ENDINGS = (".csv", ".tsv", ".txt", ".geojson", ".json")


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def put(pieces: Iterable[bytes], ending: str) -> tuple[str, int]:
    """Keeps what was sent under a name that nobody guesses: (that name, its line ends). Raises TooLarge."""
    name = secrets.token_hex(16) + (ending if ending in ENDINGS else ".csv")
    path, size, lines = _folder() / name, 0, 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                path.unlink()
                raise TooLarge()
            lines += piece.count(b"\n")
            file.write(piece)
    return name, lines


def path_of(name: str) -> Path:
    """The file of this name; it may be gone."""
    return _folder() / Path(name).name


def remove(name: str) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)
        _progress(name).unlink(missing_ok=True)


def names() -> list[str]:
    """Everything that lies there, but for the notes of progress."""
    return [path.name for path in _folder().iterdir() if path.suffix != ".progress"]


# How far a job is stands beside its file: what a transaction writes, nobody sees before its end.


def _progress(name: str) -> Path:
    return path_of(name).with_suffix(".progress")


def tell_progress(name: str, lines: int) -> None:
    _progress(name).write_text(str(lines))


def progress(name: str) -> int:
    """Lines done so far; 0 where nothing is known."""
    try:
        return int(_progress(name).read_text() or 0)
    except (OSError, ValueError):
        return 0
