import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

TRIES = 30
PAUSE = 2
"""Seconds for those who were held up to be served before the table is asked for again."""


class Command(migrate.Command):
    help = (
        migrate.Command.help.rstrip(".")
        + """. A site on PostgreSQL that has been brought up before goes on answering
meanwhile: no table is locked for longer than two seconds at a time, indexes are made beside the writing, and
a run that was cut off is taken up where it ended."""
    )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql" or not _in_use(connection):
            super().handle(*args, **options)
            return
        _change_while_in_use(connection)
        for left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if not left or not _waited_too_long(error):
                    raise
                self.stdout.write("A table is in use; trying again.")
                connection.close()  # the next one begins with the usual time limits
                time.sleep(PAUSE)


def _in_use(connection: BaseDatabaseWrapper) -> bool:
    """A database without tables is nobody's yet, and its tables are made in the ordinary way."""
    return bool(MigrationRecorder(connection).applied_migrations())


def _change_while_in_use(connection: Any) -> None:
    from django_zero_downtime_migrations.backends.postgres.schema import DatabaseSchemaEditor

    connection.SchemaEditorClass = DatabaseSchemaEditor


def _waited_too_long(error: OperationalError) -> bool:
    """For a lock, or for the whole of a statement that holds one."""
    return getattr(error.__cause__, "sqlstate", "") in ("55P03", "57014")
