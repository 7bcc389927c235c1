"""Loads the units and boundaries of a region."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.loading import BadRegion, load_region


class Command(BaseCommand):
    help = (
        "Loads the units (units.csv) and boundaries (one .topojson) of a region. All or nothing; "
        "a second time changes only what has changed in the files."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand,
            epilog=(
                "example:\n  manage.py load_region platform/taxonomy/data/malopolskie\n\n"
                "units.csv has the columns level (wojewodztwo, powiat, gmina), teryt, name, kind,\n"
                "parent, lon, lat, and may have seat (yes: the town that the map names). Shapes are\n"
                "joined to it by their property teryt. credit.txt, if it is there, is printed under\n"
                "the map."
            ),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )  # fmt: skip

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="the directory with the files")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            loaded = load_region(directory, tell=self.stdout.write)
        except BadRegion as error:
            raise CommandError(str(error)) from error
        if loaded.without_shape:
            self.stdout.write(f"without a shape: {', '.join(loaded.without_shape)}")
        if loaded.left:
            self.stdout.write(
                f"{loaded.left} units of the region are not in these files; they stay"
            )
        self.stdout.write(
            self.style.SUCCESS(
                f"{loaded.added} units added, {loaded.changed} changed, {loaded.same} as they were"
            )
        )
