"""The archive: one zip with the database, the media and a manifest that knows every checksum."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What `zipfile` raises at wrong bytes, the last two where one says another way of packing, or a password."""


class BadArchive(Exception):
    """The archive cannot be restored; the message says why."""


@dataclass
class Manifest:
    """What the archive holds. `migrations`: the last applied migration of each app."""

    vendor: str
    migrations: dict[str, str]
    counts: dict[str, int]
    format: int = FORMAT
    made_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    checksums: dict[str, str] = field(default_factory=dict)


class Writer:
    """Writes beside the wanted file and takes its name at the end: half an archive has no name."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self.manifest = path, manifest
        self._part = path.with_name(path.name + ".part")
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                entry.write(chunk)
        self.manifest.checksums[name] = digest.hexdigest()

    def finish(self) -> None:
        self._zip.writestr(MANIFEST, json.dumps(self.manifest.__dict__, indent=1))
        self._zip.close()
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        os.chmod(self._part, 0o600)  # it holds everybody's addresses
        self._part.replace(self.path)

    def abandon(self) -> None:
        self._zip.close()
        self._part.unlink(missing_ok=True)


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


class Reader:
    """An archive whose every byte has been compared with its manifest. Raises BadArchive."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            packed: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
            self.manifest = Manifest(**packed)
        except (*DAMAGE, KeyError, TypeError, ValueError) as error:
            raise BadArchive(f"{path} is not an archive of ours, or is damaged: {error}") from error
        if self.manifest.format != FORMAT:
            raise BadArchive(
                f"the archive has format {self.manifest.format}, this version reads {FORMAT}"
            )
        self._verify()

    def _verify(self) -> None:
        names = set(self._zip.namelist()) - {MANIFEST}
        if names != set(self.manifest.checksums):
            raise BadArchive("the archive does not hold what its manifest lists")
        for name, expected in self.manifest.checksums.items():
            if name.startswith("/") or ".." in Path(name).parts:
                raise BadArchive(f"{name} would leave the folder")
            digest = hashlib.sha256()
            try:
                with self._zip.open(name) as entry:
                    for chunk in chunks_of(entry):
                        digest.update(chunk)
            except DAMAGE as error:
                raise BadArchive(f"{name} is damaged: {error}") from error
            if digest.hexdigest() != expected:
                raise BadArchive(f"{name} is damaged: its checksum differs")

    def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self.manifest.checksums if name.startswith(prefix))

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)
