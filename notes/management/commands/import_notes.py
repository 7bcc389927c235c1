"""manage.py import_notes notes.jsonl"""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from notes.importing import MOST_WRONG_SHOWN, Importer, library_account

EXAMPLE = """example:
  manage.py import_notes practices.jsonl --author ola@example.org

One JSON object a line: {"id": "7", "title": "…", "body": "Markdown", "lang": "pl", "tags": ["…"]}.
"summary", "source" and "licence" are taken where they are there. A line with an id that was imported
before changes that note, or nothing when it says the same. Wrong lines are reported and left out."""


class Command(BaseCommand):
    help = "Imports practice notes from a file with one JSON object a line."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=EXAMPLE,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file, UTF-8")
        parser.add_argument(
            "--author",
            metavar="EMAIL",
            help="whose notes they are; without it the library's own account",
        )

    def handle(self, *, file: Path, author: str | None, **options: Any) -> None:
        importer = Importer(author=self._author(author), progress=self._progress)
        try:
            with file.open("rb") as lines:
                importer.take(lines)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        for line, words in importer.wrong[:MOST_WRONG_SHOWN]:
            self.stderr.write(f"line {line}: {words}")
        more = importer.wrong_count - min(len(importer.wrong), MOST_WRONG_SHOWN)
        if more:
            self.stderr.write(f"… and {more} more wrong lines")
        self.stdout.write(
            f"{importer.made} new, {importer.changed} changed, {importer.same} as before,"
            f" {importer.wrong_count} wrong"
        )
        if importer.wrong_count:
            raise CommandError(f"{importer.wrong_count} lines were left out")

    def _author(self, email: str | None) -> User:
        if email is None:
            return library_account()
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"nobody has the address {email}")
        return person

    def _progress(self, lines: int) -> None:
        self.stderr.write(f"{lines} lines read", ending="\r" if sys.stderr.isatty() else "\n")
