"""The way onto the channel layer, for any thread. What travels there is a hint and may be lost.

Posting never waits and never fails: whoever posts has committed already, and whoever listens sweeps
the database for what did not arrive.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

EVERYBODY = "live"
"""The group of every process that has sockets."""
PATIENCE = 3.0
"""Seconds that a message may take onto the wire."""
MOST_WAITING = 1_000

log = logging.getLogger(__name__)

listening_loop: Callable[[], asyncio.AbstractEventLoop | None] = lambda: None  # noqa: E731
"""The loop of this process's hub; set by `realtime.live.hub`."""

_waiting = 0
_office: asyncio.AbstractEventLoop | None = None
_office_of = 0
_lock = threading.Lock()


def group_of(kind: str, object_id: int) -> str:
    return f"{kind}.{object_id}"


def post(group: str, message: dict[str, Any]) -> None:
    """Sends `message` to the group, some time soon, perhaps."""
    global _waiting
    layer = get_channel_layer()
    loop = listening_loop()
    if layer is None or (loop is None and getattr(type(layer), "local", False)):
        return  # nobody could hear it
    if _waiting >= MOST_WAITING:
        return
    _waiting += 1
    call = _send(layer, group, message)
    try:
        asyncio.run_coroutine_threadsafe(call, loop or _post_office())
    except RuntimeError:  # the loop has just closed
        call.close()
        _waiting -= 1


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    global _waiting
    try:
        await asyncio.wait_for(layer.group_send(group, message), PATIENCE)
    except Exception as error:
        log.warning("the channel layer did not take a message: %s", error or type(error).__name__)
    finally:
        _waiting -= 1


def _post_office() -> asyncio.AbstractEventLoop:
    """A loop in a thread of its own, for processes that serve pages only: a layer's connection
    belongs to a loop, and one that lives as long as a request would connect anew each time."""
    global _office, _office_of
    with _lock:
        if _office is None or _office_of != os.getpid():
            _office, _office_of = asyncio.new_event_loop(), os.getpid()
            threading.Thread(target=_office.run_forever, name="wire", daemon=True).start()
        return _office
