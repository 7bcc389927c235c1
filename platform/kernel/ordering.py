"""Rows that become visible in the order of their ids."""

import zlib

from django.db import connection


def in_commit_order(name: str) -> None:
    """From here to the end of the transaction, one at a time under this name.

    On PostgreSQL two transactions that add rows at once may commit in the other order of their ids,
    and who reads "all after id 10" would miss a row 9 that comes late. SQLite writes one at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
