from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import override

from kernel.management.help import RynekCommand
from kernel.retention.table import Work, working


class Command(RynekCommand):
    help = """Forgets what has been kept for as long as the table at /about/retention/ says. The background does the
same by itself; this does all of it now, and says how much it was.

Example:
  manage.py keep_retention --dry-run"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only count what is due, forget nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        with override("en"):
            for row, work in working():
                try:
                    number = work.due() if options["dry_run"] else _all_of(work)
                except Exception as error:  # the other lines are kept all the same
                    failed.append(row.code)
                    self.stderr.write(f"{row.code}: {error}")
                    continue
                said = "due" if options["dry_run"] else "forgotten"
                self.stdout.write(f"{row.code:32} {number:8} {said}   {row.how_long}")
        if failed:
            raise CommandError(f"could not be kept: {', '.join(failed)}")


def _all_of(work: Work) -> int:
    """Lot by lot, until there is nothing more."""
    number = 0
    while done := work.lot():
        number += done
    return number
