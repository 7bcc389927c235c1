"""The way onto the channel layer, for any thread. What travels there is a hint and may be lost.

Posting never waits and never fails: whoever posts has committed already, and whoever listens sweeps
the database for what did not arrive.
"""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

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
_bags: WeakKeyDictionary[asyncio.AbstractEventLoop, deque[tuple[Any, str, dict[str, Any]]]] = (
    WeakKeyDictionary()
)
"""What a loop has been given and has not looked at: a change posts several messages, one after another,
and waking another thread costs more than sending."""


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
    wanted = loop or _post_office()
    with (
        _lock
    ):  # two threads that each saw the other's message would both leave the waking to the other
        bag = _bags.setdefault(wanted, deque())
        _waiting += 1
        bag.append((layer, group, message))
        if len(bag) > 1:
            return  # the loop has been woken, and takes this one along
    call = _empty(bag)
    try:
        asyncio.run_coroutine_threadsafe(call, wanted)
    except RuntimeError:  # the loop has just closed
        call.close()
        _waiting -= len(bag)
        _bags.pop(wanted, None)


async def _empty(bag: deque[tuple[Any, str, dict[str, Any]]]) -> None:
    taken = []
    while bag:
        taken.append(bag.popleft())
    await asyncio.gather(*(_send(*one) for one in taken))


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    global _waiting
    try:
        async with asyncio.timeout(PATIENCE):
            await layer.group_send(group, message)
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
