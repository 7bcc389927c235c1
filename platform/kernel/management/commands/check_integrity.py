import sys
from argparse import ArgumentParser
from typing import Any

from kernel.integrity import checks
from kernel.management.help import RynekCommand


class Command(RynekCommand):
    help = """Compares everything that is written twice with its source: counters, numbers, the search index.
Ends with 1 when something has drifted (also when --fix has mended it).

Examples:
  manage.py check_integrity
  manage.py check_integrity --fix"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="mend what is found")

    def handle(self, *args: Any, **options: Any) -> None:
        drift = 0
        for name, check in sorted(checks.items()):
            found = 0
            for sentence in check(options["fix"]):
                found += 1
                self.stdout.write(f"{name}: {sentence}")
            drift += found
            self.stdout.write(f"{name}: {'ok' if not found else f'{found} drifted'}")
        if drift:
            self.stdout.write(f"{drift} drifted{', mended' if options['fix'] else ''}")
            sys.exit(1)
        self.stdout.write(f"{len(checks)} checks, no drift")
