"""Imports organisations from a file of any known kind."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError
from django.utils.translation import override

from directory.importing.book import Told
from directory.importing.maps import MAPS
from directory.importing.reading import BadFile
from directory.importing.run import import_file


class Command(BaseCommand):
    help = (
        "Imports organisations in one transaction: all of the file's good lines, or nothing. Each line "
        "ends as new, changed, same, ours (its page is looked after here, so it is left alone), "
        "doubtful (it could be one that is here already: look at it) or wrong, with the reason. "
        "A second time, what has not changed stays the same."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        maps = "\n".join(f"  {name:13}{entry.says}" for name, entry in MAPS.items())
        return super().create_parser(
            prog_name, subcommand,
            epilog=(
                "example:\n"
                "  manage.py import_organisations directory/data/venues_malopolskie.csv --map venues --dry-run\n\n"
                f"mappings of columns:\n{maps}"
            ),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )  # fmt: skip

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a CSV (UTF-8, UTF-16 or Windows-1250), or a GeoJSON"
        )
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")
        parser.add_argument(
            "--map", choices=list(MAPS), default="rynek", dest="file_map",
            help="what the columns mean (rynek)",
        )  # fmt: skip
        parser.add_argument(
            "--strict", action="store_true", help="keep nothing if a line is wrong or doubtful"
        )

    def handle(
        self, *args: Any, file: Path, dry_run: bool, file_map: str, strict: bool, **options: Any
    ) -> None:
        quiet = options["verbosity"] == 0

        def tell(told: Told) -> None:
            if not quiet or told.outcome in ("doubtful", "wrong"):
                self.stdout.write(f"line {told.line}: {told.outcome}: {told}")

        try:
            with override("en"):  # like all that commands say
                report = import_file(
                    file, MAPS[file_map], dry_run=dry_run, strict=strict, tell=tell
                )
        except BadFile as error:
            raise CommandError(str(error)) from error
        except (OperationalError, IntegrityError) as error:
            # A second import, or on SQLite anybody who writes for long.
            raise CommandError(
                f"nothing was kept, because somebody else was writing: {error}. Run it again."
            ) from error
        if strict and (report.counts["wrong"] or report.counts["doubtful"]):
            raise CommandError(f"nothing was kept: {report}")
        self.stdout.write(self.style.SUCCESS(f"{'would be: ' if dry_run else ''}{report}"))
