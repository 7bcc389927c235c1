"""The state of each part: "ok", "degraded" or "down", with a word on why."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection

from forums.models import Forum, Post, Topic
from kernel import outbox
from realtime.chat.models import Message
from search.engines import elastic, local

log = logging.getLogger(__name__)
LAYER_TIMEOUT = 1.0
"""Seconds."""
OLD = 60
"""Seconds after which an outbox row that waits is worth a word."""


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"state": "ok", "vendor": connection.vendor}


async def _round_trip() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel("ready")
    await layer.send(channel, {"type": "ready"})
    await asyncio.wait_for(layer.receive(channel), LAYER_TIMEOUT)


def _layer() -> dict[str, Any]:
    layer = get_channel_layer()
    name = type(layer).__name__
    if name == "LocalLayer":
        return {"state": "ok", "layer": name}
    async_to_sync(_round_trip)()
    return {"state": "ok", "layer": name}


def _search() -> dict[str, Any]:
    engine = elastic.engine() if elastic.in_use() else local.engine()
    health = engine.health()
    # The database's own engine answers while Elasticsearch is away: search is never down.
    return {
        "state": "ok" if health.ok else "degraded", "engine": engine.name, "detail": health.detail,
    }  # fmt: skip


def _outbox() -> dict[str, Any]:
    depth = outbox.depth("search")
    state = "degraded" if depth.parked or depth.age > OLD else "ok"
    return {
        "state": state, "pending": depth.pending, "age": round(depth.age, 1), "parked": depth.parked,
    }  # fmt: skip


def _asked(name: str, question: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return question()
    except Exception as error:  # whatever a broken part raises, the page must say so
        log.warning("%s is not ready: %s", name, error)
        return {"state": "down", "error": type(error).__name__}


def parts() -> dict[str, dict[str, Any]]:
    """The parts by name. The rest is not asked when the database is gone."""
    database = _asked("database", _database)
    found = {"database": database}
    if database["state"] != "ok":
        return found
    found["channel_layer"] = _asked("channel layer", _layer)
    found["search"] = _asked("search", _search)
    found["outbox"] = _asked("outbox", _outbox)
    return found


def figures() -> dict[str, float]:
    """Counts for a graph; cheap ones only."""
    depth = outbox.depth("search")
    return {
        "outbox_pending": depth.pending,
        "outbox_age_seconds": round(depth.age, 1),
        "outbox_parked": depth.parked,
        "forums": Forum.objects.count(),
        "topics": Topic.objects.count(),
        "posts": Post.objects.count(),
        "messages": Message.objects.count(),
    }
