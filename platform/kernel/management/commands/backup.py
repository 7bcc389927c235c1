from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from kernel.backup.archive import Manifest, Writer, chunks_of
from kernel.backup.databases import counts, dump, last_migrations
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Writes the database and all files into one archive, while the site runs. The archive holds
everybody's addresses: keep it safe. The secret key is not in it (people log in again after a restore).

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
        manifest = Manifest(connection.vendor, last_migrations(), counts())
        writer = Writer(path, manifest)
        try:
            dump(writer)
            self.stdout.write(f"database: {sum(manifest.counts.values())} rows")
            files = [p for p in sorted(settings.MEDIA_ROOT.rglob("*")) if p.is_file()]
            for number, file in enumerate(files, 1):
                with file.open("rb") as opened:
                    writer.add(f"media/{file.relative_to(settings.MEDIA_ROOT)}", chunks_of(opened))
                if number % 500 == 0:
                    self.stdout.write(f"files: {number} of {len(files)}")
            writer.finish()
        except BaseException:
            writer.abandon()
            raise
        self.stdout.write(f"{path}: {path.stat().st_size} bytes, {len(files)} files")
