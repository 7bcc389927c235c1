"""Many ids as one parameter of a statement: hundreds of marks cost more to write than to look up, and
make another statement for each number of them."""

import json
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL


def select_of(ids: Collection[int]) -> tuple[str, Any]:
    """A SELECT that gives these ids, and its parameter."""
    if connection.vendor == "postgresql":
        return "SELECT unnest(%s::bigint[])", list(ids)
    return "SELECT value FROM json_each(%s)", json.dumps(list(ids))


def these(ids: Collection[int]) -> RawSQL:
    """For a queryset: `filter(person__in=these(ids))`."""
    sql, ids_at_once = select_of(ids)
    return RawSQL(sql, [ids_at_once])  # noqa: S611  nothing of it comes from outside
