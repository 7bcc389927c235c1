"""How each database is copied whole, while others write: SQLite by its backup interface, PostgreSQL
table by table within one snapshot. Neither needs a program beside Python."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from kernel.backup.archive import BadArchive, Reader, Writer, chunks_of

SQLITE_NAME = "database.sqlite3"
TABLES = "tables/"


def last_migrations() -> dict[str, str]:
    """The last applied migration of each app."""
    found: dict[str, str] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found[app] = max(found.get(app, ""), name)
    return found


def known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def newest_migrations() -> dict[str, str]:
    """The last migration of each app that this version has."""
    found: dict[str, str] = {}
    for app, name in known_migrations():
        found[app] = max(found.get(app, ""), name)
    return found


def tables_of_ours() -> list[str]:
    """The tables of the models: those whose rows are counted."""
    return sorted(model._meta.db_table for model in apps.get_models())


def counts() -> dict[str, int]:
    """Rows of each table of ours, as this connection sees them: what a restore is compared with."""
    there = set(connection.introspection.table_names())
    found = {}
    with connection.cursor() as cursor:
        for table in tables_of_ours():
            if table in there:
                name = connection.ops.quote_name(table)
                cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608  a table of a model
                found[table] = int(cursor.fetchone()[0])
    return found


def is_empty() -> bool:
    """Whether nobody has an account here yet."""
    from django.contrib.auth import get_user_model

    person = get_user_model()
    if person._meta.db_table not in connection.introspection.table_names():
        return True
    return not person._default_manager.exists()


def dump(writer: Writer) -> None:
    """Adds the database as it is at one moment, and what it then held to the manifest."""
    if connection.vendor == "sqlite":
        _dump_sqlite(writer)
        return
    tables = connection.introspection.table_names()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        writer.manifest.counts = counts()
        for table in sorted(tables):
            writer.add(TABLES + table, _copy_out(table))


def _dump_sqlite(writer: Writer) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / SQLITE_NAME
        with closing(sqlite3.connect(copy)) as target:
            connection.ensure_connection()
            connection.connection.backup(target)
            writer.manifest.counts = _counts_in(target)
        with copy.open("rb") as file:
            writer.add(SQLITE_NAME, chunks_of(file))


def _counts_in(database: sqlite3.Connection) -> dict[str, int]:
    there = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    found = {}
    for table in tables_of_ours():
        if table in there:
            asked = f'SELECT count(*) FROM "{table}"'  # noqa: S608  a table of a model
            found[table] = int(database.execute(asked).fetchone()[0])
    return found


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def _copy_out(table: str) -> Iterator[bytes]:
    columns = _columns(table)
    yield ("\t".join(columns) + "\n").encode()
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    name = connection.ops.quote_name(table)
    with _raw().cursor() as cursor, cursor.copy(f"COPY {name} ({quoted}) TO STDOUT") as copy:
        for chunk in copy:
            yield bytes(chunk)


def _columns(table: str) -> list[str]:
    """The columns that are stored; generated ones make themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [connection.ops.quote_name(table)],
        )
        return [row[0] for row in cursor.fetchall()]


def load(reader: Reader) -> None:
    """Puts the archive's database in place of this empty one, then brings it up to date."""
    if reader.manifest.vendor != connection.vendor:
        raise BadArchive(
            f"the archive is of {reader.manifest.vendor}, this database is {connection.vendor}"
        )
    unknown = set(reader.manifest.migrations.items()) - known_migrations()
    if unknown:
        raise BadArchive(
            f"the archive is of a newer version: {sorted(unknown)[0]} is not known here"
        )
    if connection.vendor == "sqlite":
        _load_sqlite(reader)
    else:
        _load_postgresql(reader)
    call_command("migrate", verbosity=0, interactive=False)


def _check_counts(reader: Reader, found: dict[str, int]) -> None:
    for table, rows in reader.manifest.counts.items():
        if found.get(table) != rows:
            raise BadArchive(
                f"the archive says that {table} has {rows} rows, but holds {found.get(table, 0)}"
            )


def _load_sqlite(reader: Reader) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / SQLITE_NAME
        with reader.open(SQLITE_NAME) as entry, copy.open("wb") as file:
            for chunk in chunks_of(entry):
                file.write(chunk)
        with closing(sqlite3.connect(copy)) as source:
            if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BadArchive("the database in the archive is damaged")
            _check_counts(reader, _counts_in(source))
            connection.ensure_connection()
            source.backup(connection.connection)
    connection.close()


def _load_postgresql(reader: Reader) -> None:
    if reader.manifest.migrations == newest_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    else:  # an older archive: its tables first, in which its rows fit
        for app, name in reader.manifest.migrations.items():
            call_command("migrate", app, name, verbosity=0, interactive=False)
    with transaction.atomic(), connection.cursor() as cursor:
        names = reader.names(TABLES)
        quoted = ", ".join(connection.ops.quote_name(n.removeprefix(TABLES)) for n in names)
        # Everything comes from the archive, also what migrations have put in.
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
        # Django's foreign keys wait for the end of the transaction, so that any order will do.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in names:
            _copy_in(name.removeprefix(TABLES), reader, name)
        _check_counts(reader, counts())  # else the transaction takes it all back
        for sql in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(sql)


def _copy_in(table: str, reader: Reader, name: str) -> None:
    with reader.open(name) as entry:
        columns = entry.readline().decode().rstrip("\n").split("\t")
        quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
        target = connection.ops.quote_name(table)
        with _raw().cursor() as cursor, cursor.copy(f"COPY {target} ({quoted}) FROM STDIN") as copy:
            for chunk in chunks_of(entry):
                copy.write(chunk)
