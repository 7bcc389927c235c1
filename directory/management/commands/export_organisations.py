"""Writes the directory into a CSV that import_organisations reads again."""

import argparse
import csv
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError

from directory.finding.filters import Filters
from directory.finding.open_data import csv_lines


class Command(BaseCommand):
    help = (
        "Writes every organisation that visitors may see into a CSV in UTF-8 (the mapping rynek)."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            epilog="example:  manage.py export_organisations directory.csv",
            **kwargs,
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="written anew; - for the screen")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        pieces = csv_lines(AnonymousUser(), Filters())
        if str(file) == "-":
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        # Beside it first: a full disk must not leave half a file under the good name.
        beside = file.with_name(f".{file.name}.part")
        try:
            with beside.open("w", encoding="utf-8", newline="") as out:
                for number, piece in enumerate(pieces):
                    out.write(piece)
                    if options["verbosity"] > 1:
                        self.stdout.write(f"lot {number + 1} written")
            beside.replace(file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise CommandError(f"{file} cannot be written: {error}") from error
        with file.open(encoding="utf-8", newline="") as written:
            lines = sum(1 for _row in csv.reader(written)) - 1
        self.stdout.write(self.style.SUCCESS(f"{lines} organisations written to {file}"))
