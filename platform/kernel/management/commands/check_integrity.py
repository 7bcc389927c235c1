import sys
from argparse import ArgumentParser
from typing import Any

from kernel.integrity import checks
from kernel.management.help import RynekCommand

MOST_LOOKS = 5
"""Looks after the first, should mending never come to an end."""


class Command(RynekCommand):
    help = """Compares everything that is written twice with its source: counters, numbers, the search index.
With --fix it looks again until nothing changes any more, and says how much is mended and how much remains: what is
lost only a backup brings back. Ends with 1 when something has drifted (also when --fix has mended it).

Examples:
  manage.py check_integrity
  manage.py check_integrity --fix"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="mend what is found")

    def handle(self, *args: Any, **options: Any) -> None:
        fix = options["fix"]
        seen = self._look(fix, set())
        if not seen:
            self.stdout.write(f"{len(checks)} checks, no drift")
            return
        if not fix:
            self.stdout.write(f"{len(seen)} drifted")
            sys.exit(1)
        # One figure is counted from another, so the second look may find the same sentence anew.
        left = seen
        for _look in range(MOST_LOOKS):
            before, left = left, self._look(fix, seen)
            seen = seen | left
            if not left or left == before:
                break
        self.stdout.write(f"{len(seen - left)} mended, {len(left)} remain")
        sys.exit(1)

    def _look(self, fix: bool, seen: set[str]) -> set[str]:
        """What all checks find; says what was not seen before."""
        found: set[str] = set()
        for name, check in sorted(checks.items()):
            of_this = {f"{name}: {sentence}" for sentence in check(fix)}
            for line in sorted(of_this - seen):
                self.stdout.write(line)
            if not seen:
                self.stdout.write(f"{name}: {f'{len(of_this)} drifted' if of_this else 'ok'}")
            found |= of_this
        return found
