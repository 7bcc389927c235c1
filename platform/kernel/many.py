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
        # As the database writes them: psycopg looks at each member of a list.
        return "SELECT unnest(%s::bigint[])", "{" + ",".join(map(str, ids)) + "}"
    return "SELECT value FROM json_each(%s)", json.dumps(list(ids))


def these_to_come(mark: Any) -> RawSQL:
    """For a statement that is made once (kernel.compiled): `filter(person__in=these_to_come(mark))`. The
    value of the parameter is `at_once(ids)`."""
    return RawSQL(select_of([])[0], [mark])  # noqa: S611  nothing of it comes from outside


def at_once(ids: Collection[int]) -> Any:
    """These ids as the one parameter."""
    return select_of(ids)[1]


def these(ids: Collection[int]) -> RawSQL:
    """For a queryset: `filter(person__in=these(ids))`."""
    sql, ids_at_once = select_of(ids)
    return RawSQL(sql, [ids_at_once])  # noqa: S611  nothing of it comes from outside
