"""Hours as fields of directory.vocabulary.fields: texts in the notation of directory.hours.osm, one a kind."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from directory.hours import osm
from directory.hours.timetable import KINDS, OFFICE, OPEN, QUIET, Hours
from kernel.gate import clean_text

FIELDS: Mapping[str, str] = {"hours": OPEN, "office_hours": OFFICE, "quiet_hours": QUIET}
"""Name of the field: kind. `hours` holds the exceptions too."""


def _judge(kind: str) -> Callable[[Any], Hours]:
    return lambda raw: osm.read(
        clean_text("" if raw is None else raw, limit=osm.TEXT_LIMIT, lines=False), kind
    )


JUDGES: Mapping[str, Callable[[Any], Any]] = {name: _judge(kind) for name, kind in FIELDS.items()}


def given(before: Hours, clean: Mapping[str, Any]) -> Hours:
    """The hours with those kinds changed that are given. Exceptions that are over stay: our own export
    leaves them out."""
    changed = {kind: clean[name] for name, kind in FIELDS.items() if name in clean}
    if not changed:
        return before
    tables = [table for kind in KINDS for table in changed.get(kind, before).of_kind(kind)]
    exceptions = before.exceptions
    if OPEN in changed:
        fresh = changed[OPEN].exceptions
        today = timezone.localdate()
        over = [one for one in exceptions if one.last < today and one not in fresh]
        exceptions = tuple(sorted((*over, *fresh), key=lambda one: (one.first, one.last)))
    return Hours(tuple(tables), exceptions, clean.get("hours_note", before.note))
