"""What lies beside the database and belongs to it: keys. Without them everybody logs in again, addresses for
answers by mail stop working, and telephones no longer get what they asked to be told."""

import os
from pathlib import Path

from django.conf import settings

from kernel.backup.archive import Reader, Writer, chunks_of

FOLDER = "keys/"
kept: list[str] = ["secret_key"]
"""Names of files in DATA_DIR; rooms add theirs. One that is not there is left out."""


def add(writer: Writer) -> int:
    """How many there were."""
    found = [name for name in kept if (Path(settings.DATA_DIR) / name).is_file()]
    for name in found:
        with (Path(settings.DATA_DIR) / name).open("rb") as file:
            writer.add(FOLDER + name, chunks_of(file))
    return len(found)


def put_back(reader: Reader) -> list[str]:
    """Writes those that we know, readable by their owner alone; their names."""
    names = [name for name in kept if FOLDER + name in reader.names(FOLDER)]
    for name in names:
        part = Path(settings.DATA_DIR) / f".{name}.part"
        with (
            reader.open(FOLDER + name) as entry,
            open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        ):
            for chunk in chunks_of(entry):
                file.write(chunk)
        part.replace(Path(settings.DATA_DIR) / name)
    return names
