from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from kernel.backup import beside
from kernel.backup.archive import Manifest, Writer, chunks_of
from kernel.backup.databases import dump, last_migrations
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Writes the database, all files and the site's keys into one archive, while the site runs. The archive
holds everybody's addresses and what the site signs with: keep it as safe as the site itself.

Example:
  manage.py backup /backups/rynek-2026-11-22.zip"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already")
        if not path.parent.is_dir():
            raise CommandError(f"there is no folder {path.parent}")
        manifest = Manifest(connection.vendor, last_migrations(), {})
        writer = Writer(path, manifest)
        try:
            # Twice: a file that the rows name may be removed while they are read, another may come.
            files = self._add_files(writer, set())
            dump(writer)
            self.stdout.write(f"database: {sum(manifest.counts.values())} rows")
            files |= self._add_files(writer, files)
            keys = beside.add(writer)
            writer.finish()
        except BaseException:
            writer.abandon()
            raise
        self.stdout.write(f"{path}: {path.stat().st_size} bytes, {len(files)} files, {keys} keys")

    def _add_files(self, writer: Writer, known: set[Path]) -> set[Path]:
        """Adds the files that are not in the archive yet; those that go meanwhile are left out."""
        folder = Path(settings.MEDIA_ROOT)
        waiting = sorted(path for path in folder.rglob("*") if path.is_file() and path not in known)
        added: set[Path] = set()
        for path in waiting:
            if path.name.startswith("."):  # still being written
                continue
            try:
                opened = path.open("rb")
            except FileNotFoundError:
                continue
            with opened:
                writer.add(f"media/{path.relative_to(folder).as_posix()}", chunks_of(opened))
            added.add(path)
            if len(added) % 500 == 0:
                self.stdout.write(f"files: {len(added)} of {len(waiting)}")
        return added
