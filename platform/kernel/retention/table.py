"""The table of what is kept for how long, and why. Each room names its own rows in `retention.py`; the page for
readers, the command and the background work all go by this one list.

A row either has work that forgets what is due, in lots, or says in words by what else it ends (an account is
closed, a window of a limit is over). A test walks all columns in which an address, a mark of a browser or a key
can lie, and fails for one that no row names.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import ngettext

LOT = 500
"""Rows that are forgotten in one statement: nobody waits for long."""
Words = str | Promise
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """`due` counts what is to be forgotten now; `lot` forgets some of it and says how much."""

    due: Callable[[], int]
    lot: Callable[[], int]


@dataclass(frozen=True)
class Row:
    """A line of the table. `term` counts from what `since` says ("after the last letter"); without a term `since`
    alone says how long. `columns`: those of "app.model.column" that this row answers for."""

    code: str
    what: Words
    why: Words
    since: Words
    term: timedelta | None = None
    work: Work | None = None
    columns: frozenset[str] = field(default_factory=frozenset)

    @property
    def how_long(self) -> str:
        return f"{term_words(self.term)} {self.since}" if self.term else str(self.since)


rows: dict[str, Row] = {}


def keep_for(
    code: str, *, what: Words, why: Words, since: Words, term: timedelta | None = None,
    work: Work | None = None, columns: str = "",
) -> None:  # fmt: skip
    """Names one line. `code` as "accounts.invitations"; `columns`: with spaces between them."""
    rows[code] = Row(code, what, why, since, term, work, frozenset(columns.lower().split()))


def old_rows(
    old: Callable[[], "QuerySet[Any, Any]"], forget: Callable[[Sequence[Any]], object] | None = None
) -> Work:
    """The work of a line of which a query says what is due. `forget` gets keys; without it the rows are deleted."""

    def lot() -> int:
        found = old()
        keys = list(found.order_by("pk").values_list("pk", flat=True)[:LOT])
        if keys and forget is not None:
            forget(keys)
        elif keys:
            # Asked again: a row may have come to be needed meanwhile.
            found.filter(pk__in=keys).delete()
        return len(keys)

    return Work(due=lambda: old().count(), lot=lot)


def working() -> Iterator[tuple[Row, Work]]:
    """The lines that have work, by code."""
    for code in sorted(rows):
        if (work := rows[code].work) is not None:
            yield rows[code], work


def keep() -> bool:
    """One lot of every line; True when more may wait. A line that fails is logged and holds up no other."""
    more = False
    for row, work in working():
        try:
            more = work.lot() >= LOT or more
        except Exception:
            log.exception("what %s keeps could not be forgotten", row.code)
    return more


def term_words(term: timedelta) -> str:
    if term.days >= 365 and term.days % 365 == 0:
        years = term.days // 365
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if term.days:
        return ngettext("%(count)d day", "%(count)d days", term.days) % {"count": term.days}
    hours = term.seconds // 3600
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
