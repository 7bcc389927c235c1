"""Statements that PostgreSQL keeps prepared, when a column they bring has got another type.

An update of the site changes tables while older processes go on. PostgreSQL then refuses each statement that a
connection had prepared ("cached plan must not change result type"), and would refuse it for as long as the connection
lives.
"""

from typing import Any

FEATURE_NOT_SUPPORTED = "0A000"
"""The state under which it is refused."""


def forget_plans(connection: Any, error: BaseException) -> bool:
    """Has the connection prepare nothing more, and be closed at the end of the request. Whether the refused statement
    may be sent again: within a transaction nothing more can be sent."""
    if getattr(error.__cause__, "sqlstate", "") != FEATURE_NOT_SUPPORTED:
        return False
    connection.connection.prepare_threshold = None
    connection.close_at = 0.0
    return not connection.in_atomic_block
