"""Small work that comes round again. Rooms register a tick; a thread for each lane runs them.

Work that may have to wait for another server has a lane of its own, named after what it waits for: a mail server
that does not answer must not hold up the index, nor Elasticsearch the letters. All else shares one lane.

The embedded server runs `run` in a thread of its own process, production in `manage.py worker`.
"""

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections, connections

from kernel.breakdowns import is_away
from kernel.watching.instruments import TICKS_FAILED

log = logging.getLogger(__name__)
AGAIN = 1.0
"""Seconds until the database is asked again that was away."""
LONG = 120.0
"""Seconds after which work that is still going on is worth a line in the log, with the place where it is."""
TO_END = 25.0
"""Seconds that a lane has to end, time enough for the answer of a mail server; docker-compose.yml gives five more.
What is done even then is cut off: rows that it held are taken up again."""


@dataclass
class Tick:
    """A function and how many seconds lie between two calls. It returns True when more work waits."""

    work: Callable[[], object]
    every: float
    lane: str = ""
    due: float = field(default=0.0)
    failures: int = field(default=0)


ticks: dict[str, Tick] = {}


def register(name: str, work: Callable[[], object], *, every: float, lane: str = "") -> None:
    """Has `work` called about every `every` seconds; sooner again when it returns True."""
    ticks[name] = Tick(work, every, lane)


def run(stop: threading.Event) -> None:
    """Runs what is due until `stop` is set. A tick that fails is logged and tried later and later."""
    lanes = [Lane(name, stop) for name in sorted({tick.lane for tick in ticks.values()})]
    for lane in lanes:
        lane.start()
    while not stop.wait(LONG / 10):
        for lane in lanes:
            lane.tell_if_long()
    ends = time.monotonic() + TO_END
    for lane in lanes:
        lane.join(max(0.0, ends - time.monotonic()))


class Lane(threading.Thread):
    """One after another, the ticks that belong here."""

    def __init__(self, name: str, stop: threading.Event) -> None:
        super().__init__(name=f"background {name}".rstrip(), daemon=True)
        self._stop_asked = stop
        self._ticks = {known: tick for known, tick in ticks.items() if tick.lane == name}
        self._at: tuple[str, float] | None = None
        """What is being done, and since when."""
        self._told: tuple[str, float] | None = None

    def run(self) -> None:
        while not self._stop_asked.is_set():
            now = time.monotonic()
            for name, tick in self._ticks.items():
                if tick.due <= now and not self._stop_asked.is_set():
                    self._at = (name, time.monotonic())
                    _run_one(name, tick)
                    self._at = None
            self._stop_asked.wait(0.2)
        connections.close_all()

    def tell_if_long(self) -> None:
        """Says once where work is that goes on for long: an operator sees what it waits for."""
        at = self._at
        if at is None or at is self._told or time.monotonic() - at[1] < LONG:
            return
        self._told = at
        frame = sys._current_frames().get(self.ident or 0)
        where = "".join(traceback.format_stack(frame)) if frame else ""
        log.warning(
            "background work %s has been going on for %d s\n%s",
            at[0], time.monotonic() - at[1], where,
        )  # fmt: skip


def _run_one(name: str, tick: Tick) -> None:
    try:
        close_old_connections()
        more = tick.work()
        tick.failures = 0
        tick.due = time.monotonic() + (0 if more is True else tick.every)
    except Exception as error:
        if is_away(error):  # not its fault, and it must go on as soon as the database is back
            tick.due = time.monotonic() + max(tick.every, AGAIN)
            log.warning("background work %s waits for the database", name)
            return
        tick.failures += 1
        TICKS_FAILED.labels(name).inc()
        tick.due = time.monotonic() + min(tick.every * 2**tick.failures, 60)
        log.exception("background work %s failed", name)
