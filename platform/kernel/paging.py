"""Keyset paging: a page begins where the last one ended, so that the last is as cheap as the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _

from kernel.gate import whole_number
from kernel.refusals import Invalid

M = TypeVar("M", bound=Model)
API_LIMIT = 100
_SALT = "kernel.paging"


class BadCursor(Invalid):
    """The cursor was not made here, or not for this list."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            {"cursor": [_("This address leads nowhere any more. Start the list again.")]}
        )


@dataclass(frozen=True)
class Slice(Generic[M]):
    """Rows of a list in its order, with the cursors of its neighbours (None at an end)."""

    rows: Sequence[M]
    next: str | None
    previous: str | None


def limit_of(raw: object, *, default: int = 20) -> int:
    """The `limit` of a query string: 1 to 100. Raises Invalid."""
    if raw in (None, ""):
        return default
    number = whole_number(raw, least=1, most=API_LIMIT)
    if number is None:
        raise Invalid({"limit": [_("Give a number from 1 to 100.")]})
    return number


def keyset(
    queryset: QuerySet[M], *, order: Sequence[str], cursor: str | None, limit: int
) -> Slice[M]:
    """One page of `queryset` by `order`, names of not-null columns, all rising or all falling
    ("-last_post_at", "-id"), of which the last is unique. Raises BadCursor."""
    names = [name.lstrip("-") for name in order]
    falling = order[0].startswith("-")
    backwards, values = _read(cursor, order) if cursor else (False, None)
    if values is not None:
        try:
            queryset = _beyond(queryset, names, values, less=falling != backwards)
        except (TypeError, ValueError) as error:
            raise BadCursor() from error
    down = falling != backwards
    rows = list(queryset.order_by(*(f"-{n}" if down else n for n in names))[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    has_next = (more if not backwards else True) and bool(rows)
    has_previous = (bool(cursor) if not backwards else more) and bool(rows)
    return Slice(
        rows,
        _write(rows[-1], order, backwards=False) if has_next else None,
        _write(rows[0], order, backwards=True) if has_previous else None,
    )


def _beyond(
    queryset: QuerySet[M], names: Sequence[str], values: Sequence[Any], *, less: bool
) -> QuerySet[M]:
    if len(names) != len(values):
        raise BadCursor()
    if len(names) == 1:
        return queryset.filter(**{f"{names[0]}__{'lt' if less else 'gt'}": values[0]})
    # A tuple comparison is a range of the index; the same said with OR would be a scan. For SQLite
    # Django says it with OR, so the range is said once more in a way that it understands.
    lookup = TupleLessThan if less else TupleGreaterThan
    beyond = lookup(tuple(F(name) for name in names), tuple(values))
    return queryset.filter(beyond, **{f"{names[0]}__{'lte' if less else 'gte'}": values[0]})


def _write(row: Model, order: Sequence[str], *, backwards: bool) -> str:
    values: list[Any] = []
    for name in order:
        value: Any = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(["t", value.isoformat()] if isinstance(value, datetime) else value)
    return signing.dumps([",".join(order), backwards, values], salt=_SALT)


def _read(cursor: str, order: Sequence[str]) -> tuple[bool, list[Any]]:
    try:
        made_for, backwards, packed = signing.loads(cursor, salt=_SALT)
        if made_for != ",".join(order):
            raise BadCursor()
        return backwards, [
            datetime.fromisoformat(v[1]) if isinstance(v, list) else v for v in packed
        ]
    except BadCursor:
        raise
    except Exception as error:  # signing raises many kinds for bytes it never made
        raise BadCursor() from error
