import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from kernel import outbox
from kernel.management.help import RynekCommand
from search import drain, index, words

BATCH = 500
"""Outbox rows at once."""


class Command(RynekCommand):
    help = """Works off the outbox of search: makes entries that are missing or behind, and tells Elasticsearch
where one is in use. Without --once it goes on until it is stopped.

Examples:
  manage.py search_drain --once
  manage.py search_drain"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop once nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        began, done, shown = time.monotonic(), 0, 0.0
        while True:
            drained = drain.drain(rows=BATCH, chunk=drain.BULK_CHUNK)
            done += drained.documents
            if drained.away and options["once"]:
                raise CommandError(f"Elasticsearch could not be told: {drained.away}")
            if not drained.rows:
                waiting = outbox.depth(index.QUEUE)
                if options["once"] and not waiting.pending:
                    break
                # Leased to another process, or put off after a failure.
                time.sleep(1)
            if time.monotonic() - shown > 2 and drained.rows:
                shown = time.monotonic()
                self._tell(done, shown - began)
        while words.merge():
            pass
        self._tell(done, time.monotonic() - began)
        parked = outbox.depth(index.QUEUE).parked
        if parked:
            raise CommandError(
                f"{parked} objects cannot be indexed; their rows are parked in the outbox"
            )

    def _tell(self, done: int, seconds: float) -> None:
        self.stdout.write(f"{done} documents, {done / max(seconds, 0.001):.0f} a second")
        self.stdout.flush()
