from typing import Any

from django.core.management.base import CommandError

from kernel.management.help import RynekCommand
from search import rebuilding
from search.engines.protocol import EngineAway


class Command(RynekCommand):
    help = """Makes the whole index anew, while search goes on: no entry is missing at any moment. The local
index is written over entry by entry; Elasticsearch gets a new index that answers once it is whole.

Example:
  manage.py search_rebuild"""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rebuilding.rebuild(self._tell)
        except EngineAway as error:
            raise CommandError(f"Elasticsearch could not be rebuilt: {error}") from error

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
