from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from kernel.backup import beside
from kernel.backup.archive import BadArchive, Reader, chunks_of
from kernel.backup.databases import is_empty, load
from kernel.backup.hooks import Unfinished, after_restore
from kernel.management.help import RynekCommand
from kernel.models import Epoch


class Command(RynekCommand):
    help = """Puts an archive of `backup` into an empty site. Stop the server first. A damaged archive, one of
a newer version and a site that already has people are refused before anything is written. Accounts that
were deleted since the archive was made are deleted again: put erased.jsonl of the site's data folder into
that of the new one first.

Example:
  manage.py restore /backups/rynek-2026-11-22.zip"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reader = Reader(options["file"])
            self.stdout.write("the archive is whole")
            if not is_empty():
                raise CommandError("this site has people already: restore into an empty one")
            load(reader)
        except BadArchive as error:
            raise CommandError(str(error)) from error
        for name in reader.names("media/"):
            target = settings.MEDIA_ROOT / name.removeprefix("media/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with reader.open(name) as entry, target.open("wb") as file:
                for chunk in chunks_of(entry):
                    file.write(chunk)
        keys = beside.put_back(reader)
        # Versions come again after a restore: a new epoch keeps old pages out of every cache.
        Epoch.objects.all().delete()
        Epoch.objects.create()
        rows = sum(reader.manifest.counts.values())
        self.stdout.write(f"restored {rows} rows of {reader.manifest.made_at}, {len(keys)} keys")
        unfinished = []
        for work in after_restore:
            try:
                self.stdout.write(work())
            except Unfinished as error:
                unfinished.append(str(error))
        if settings.ELASTICSEARCH_URL:
            call_command("search_rebuild", stdout=self.stdout)
        if unfinished:
            raise CommandError("; ".join(unfinished))
