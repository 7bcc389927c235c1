"""The engine inside the database: nothing to run, nothing to drift, and the fallback of the other."""

from functools import lru_cache

from django.db import connection

from search.engines.local.base import LocalEngine


def engine() -> LocalEngine:
    """The engine of the database in use."""
    return _engine(connection.vendor)


@lru_cache
def _engine(vendor: str) -> LocalEngine:
    if vendor == "postgresql":
        from search.engines.local.postgresql import PostgresEngine

        return PostgresEngine()
    from search.engines.local.sqlite import SqliteEngine

    return SqliteEngine()
