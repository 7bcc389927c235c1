"""What works now, and since when: for the page that anybody reads.

The background work looks at the parts twice a minute and writes down when one has changed. The page asks the parts
itself, a few seconds old at most, so that it is right when the background work is what has stopped.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.models import PartState
from portal.readiness import parts

LOOKED_EVERY = 30.0
"""Seconds between two looks of the background work."""
SILENT = timedelta(seconds=120)
"""Without a look for so long, the background work is taken to have stopped."""
KEPT = 5
"""Seconds for which a process believes what it has asked."""
_WORST = ("down", "degraded", "ok")
_SEEN_BY_PEOPLE = {
    "pages": ("database",),
    "live": ("channel_layer",),
    "search": ("search", "outbox"),
    "mail": ("mail",),
}


class Line(NamedTuple):
    """One part as people know it. `since`: from when on it has been so, as far as anybody has looked."""

    name: str
    title: str
    state: str
    words: str
    since: datetime | None

    @property
    def mark(self) -> str:
        """As components/_state.html takes it."""
        return {"ok": "yes", "degraded": "partly"}.get(self.state, "no")


def seen_by_people(asked: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The states of what people notice, from those of the machines' parts."""
    return {
        name: min((asked.get(key, {}).get("state", "down") for key in keys), key=_WORST.index)
        for name, keys in _SEEN_BY_PEOPLE.items()
    }


def look() -> None:
    """One look of the background work. Without a database it fails, and comes round again."""
    now = timezone.now()
    found = {**seen_by_people(parts()), "work": "ok"}
    with transaction.atomic():
        known = {row.name: row for row in PartState.objects.filter(name__in=found)}
        for name, state in found.items():
            row = known.get(name)
            silent = row is not None and name == "work" and now - row.seen_at > SILENT
            if row is None or row.state != state or silent:
                PartState.objects.update_or_create(
                    name=name, defaults={"state": state, "since": now, "seen_at": now}
                )
        PartState.objects.filter(name__in=found).update(seen_at=now)


def lines() -> tuple[list[Line], datetime]:
    """The parts, and when they were asked."""
    cache = caches["local"]
    kept = cache.get("status")
    if kept is None:
        kept = (seen_by_people(parts()), timezone.now())
        cache.set("status", kept, KEPT)
    states, at = kept
    rows = _rows() if states["pages"] == "ok" else {}
    return [_line(name, states, rows, at) for name in (*_SEEN_BY_PEOPLE, "work")], at


def _rows() -> dict[str, PartState]:
    try:
        return {row.name: row for row in PartState.objects.all()}
    except DatabaseError:
        return {}


def _line(
    name: str, states: Mapping[str, str], rows: Mapping[str, PartState], at: datetime
) -> Line:
    row = rows.get(name)
    if name == "work":
        running = row is not None and at - row.seen_at < SILENT
        state = "ok" if running else "down"
        since = row.since if row and running else row.seen_at if row else None
    else:
        state = states[name]
        since = row.since if row is not None and row.state == state else None
    title, words = _words(name)
    return Line(name, title, state, "" if state == "ok" else words[state], since)


def _words(name: str) -> tuple[str, dict[str, str]]:
    """What a part is called, and what one notices when it limps or is gone."""
    later = _("Letters, reminders and what the search knows come late. Nothing gets lost.")
    said = {
        "pages": (_("Reading and writing"), "", _("Pages cannot be shown now. Nothing is lost.")),
        "live": (
            _("Chat and news at once"), "",
            _("Pages ask for what is new by themselves, so it comes some seconds later."),
        ),
        "search": (
            _("Searching"),
            _("The search works in a simpler way, or finds the newest texts some minutes later."),
            _("The search does not answer now."),
        ),
        "mail": (
            _("Letters by e-mail"),
            _("Letters wait and are sent as soon as it is possible again."),
            _("Letters wait and are sent as soon as it is possible again."),
        ),
        "work": (_("What is done in the background"), later, later),
    }  # fmt: skip
    title, limping, gone = said[name]
    return title, {"degraded": limping, "down": gone}
