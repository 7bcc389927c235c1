from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from directory.start import ensure_networks
from forums.start import ensure_start
from kernel.management.help import RynekCommand
from realtime.start import ensure_rooms
from taxonomy.start import ensure_region
from taxonomy.vocabulary import ensure_vocabulary


class Command(RynekCommand):
    help = """Gives a new site what every site starts with: the region's units, the practice areas and
audiences, the networks, the public forum "ogolne" and the public room "rynek". What is there stays as it is, so it
can be repeated; organisations without a room get one.

Examples:
  manage.py load_start
  manage.py load_start --migrate"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--migrate", action="store_true", help="bring the tables up to date first"
        )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        if options["migrate"] and _migrations_wait():
            call_command("migrate", interactive=False, verbosity=verbosity, stdout=self.stdout)
        ensure_region()
        with transaction.atomic():
            ensure_vocabulary()
            ensure_networks()
            forum = ensure_start()
        room = ensure_rooms()
        if verbosity:
            self.stdout.write(
                f"here: the region, the words, the forum {forum.slug}, the room {room.slug}"
            )


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
