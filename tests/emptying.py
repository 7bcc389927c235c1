"""After a test that really commits, what it wrote is deleted: from the tables that hold something, and no others.

Django's own way writes to each of more than a hundred tables, and then makes anew what every app has as
permissions: in PostgreSQL that takes longer than most of the tests.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connection, transaction

KEPT = {"django_content_type", "auth_permission"}
"""Written by the migrations about the code, and by no test."""
BESIDES = {"sqlite": "search_fts", "postgresql": "search_terms"}
"""The index of words, which is no table of a model and would keep what is gone."""


def empty() -> None:
    """Deletes every row but those of KEPT. Sequences go on."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _held(cursor)
        if tables:
            ways = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
            for statement in ways[connection.vendor](cursor, tables):
                cursor.execute(statement)


@cache
def _tables() -> tuple[str, ...]:
    named = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return (*sorted({*named} - KEPT), BESIDES[connection.vendor])


def _held(cursor: Any) -> list[str]:
    """The names of those with rows, ready for a statement."""
    names = map(connection.ops.quote_name, _tables())
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
    cursor.execute(" UNION ALL ".join(asked))
    return [row[0] for row in cursor.fetchall()]


def _on_postgresql(cursor: Any, tables: list[str]) -> Iterator[str]:
    """A superuser, as bin/test's own server has, may do without looking after what points to each row."""
    cursor.execute("SHOW is_superuser")
    if cursor.fetchone()[0] != "on":
        yield f"TRUNCATE {', '.join(tables)} CASCADE"
        return
    yield "SET LOCAL session_replication_role = replica"
    yield from (f"DELETE FROM {table}" for table in tables)


def _on_sqlite(cursor: Any, tables: list[str]) -> Iterator[str]:
    """The log of moderation refuses to lose a row: for that moment alone it is let."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'moderation_log_undeleted'")
    refuses = cursor.fetchone()[0]
    yield "DROP TRIGGER moderation_log_undeleted"
    yield from (f"DELETE FROM {table}" for table in tables)
    yield refuses
