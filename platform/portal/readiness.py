"""The state of each part: "ok", "degraded" or "down", with a word on why."""

import asyncio
import logging
import shutil
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection

from composing.files import scanning
from kernel import jobs, outbox
from search.engines import elastic, local

log = logging.getLogger(__name__)
LAYER_TIMEOUT = 1.0
"""Seconds."""
OLD = 60
"""Seconds after which an outbox row that waits is worth a word."""
LATE = 10 * 60
"""Seconds after which a letter or a task that waits is."""
LITTLE_ROOM = 1024**3
"""Bytes free in DATA_DIR."""
MAIL = "kernel.mail.send_mail"

Part = dict[str, Any]


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"state": "ok", "vendor": connection.vendor}


async def _round_trip() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel("ready")
    await layer.send(channel, {"type": "ready"})
    await layer.receive(channel)


async def _round_trip_in_time() -> None:
    # Each step of it waits for Redis, and one that has said half a word would be waited for without end.
    async with asyncio.timeout(LAYER_TIMEOUT):
        await _round_trip()


def _layer() -> Part:
    layer = get_channel_layer()
    name = type(layer).__name__
    if name == "LocalLayer":
        return {"state": "ok", "layer": name}
    async_to_sync(_round_trip_in_time)()
    return {"state": "ok", "layer": name}


def _search() -> Part:
    engine = elastic.engine() if elastic.in_use() else local.engine()
    health = engine.health()
    # The database's own engine answers while Elasticsearch is away: search is never down.
    return {
        "state": "ok" if health.ok else "degraded", "engine": engine.name, "detail": health.detail,
    }  # fmt: skip


def _outbox() -> Part:
    return _waits(outbox.depth("search"), OLD)


def _tasks() -> Part:
    return _waits(jobs.waiting(), LATE)


def _mail() -> Part:
    return _waits(jobs.waiting(MAIL), LATE)


def _waits(depth: outbox.Depth | jobs.Queue, patience: float) -> Part:
    state = "degraded" if depth.parked or depth.age > patience else "ok"
    return {
        "state": state, "pending": depth.pending, "age": round(depth.age, 1), "parked": depth.parked,
    }  # fmt: skip


def _disk() -> Part:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return {"state": "ok" if free > LITTLE_ROOM else "degraded", "free": free}


def _scanner() -> Part:
    if not scanning.in_use():
        return {"state": "ok", "detail": "not in use"}
    return {"state": "ok" if scanning.is_there() else "degraded"}


PARTS: dict[str, tuple[str, Callable[[], Part]]] = {
    "channel_layer": ("channel layer", lambda: _layer()),
    "search": ("search", lambda: _search()),
    "outbox": ("outbox", lambda: _outbox()),
    "tasks": ("background work", lambda: _tasks()),
    "mail": ("mail", lambda: _mail()),
    "disk": ("disk", lambda: _disk()),
    "scanner": ("scanner for viruses", lambda: _scanner()),
}


def _asked(name: str, question: Callable[[], Part]) -> Part:
    try:
        return question()
    except Exception as error:  # whatever a broken part raises, the page must say so
        log.warning("%s is not ready: %s", name, error)
        return {"state": "down", "error": type(error).__name__}


def parts() -> dict[str, Part]:
    """The parts by name. The rest is not asked when the database is gone."""
    database = _asked("database", lambda: _database())
    found = {"database": database}
    if database["state"] == "ok":
        found |= {key: _asked(name, question) for key, (name, question) in PARTS.items()}
    return found
