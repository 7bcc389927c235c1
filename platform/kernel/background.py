"""Small work that comes round again. Rooms register a tick; one thread runs them all.

The embedded server runs `run` in a thread of its own process, production in `manage.py worker`.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections, connections

from kernel.breakdowns import is_away
from kernel.watching.instruments import TICKS_FAILED

log = logging.getLogger(__name__)
AGAIN = 1.0
"""Seconds until the database is asked again that was away."""


@dataclass
class Tick:
    """A function and how many seconds lie between two calls. It returns True when more work waits."""

    work: Callable[[], object]
    every: float
    due: float = field(default=0.0)
    failures: int = field(default=0)


ticks: dict[str, Tick] = {}


def register(name: str, work: Callable[[], object], *, every: float) -> None:
    """Has `work` called about every `every` seconds; sooner again when it returns True."""
    ticks[name] = Tick(work, every)


def run(stop: threading.Event) -> None:
    """Runs what is due until `stop` is set. A tick that fails is logged and tried later and later."""
    while not stop.is_set():
        now = time.monotonic()
        for name, tick in ticks.items():
            if tick.due <= now and not stop.is_set():
                _run_one(name, tick)
        stop.wait(0.2)
    connections.close_all()


def _run_one(name: str, tick: Tick) -> None:
    close_old_connections()
    try:
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
