"""The channel layer of the embedded set-up."""

import asyncio
import secrets
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import BaseChannelLayer

CAPACITY = 10_000
"""Messages that may wait in one channel. There is one channel a process, and a hint is small."""


@dataclass(slots=True)
class _Box:
    """The waiting messages of a channel, and the loop of whoever reads them."""

    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[dict[str, Any]]"


class LocalLayer(BaseChannelLayer):
    """Groups and channels within one process, safe to call from any thread and any loop.

    The layer that comes with Channels belongs to one loop, makes a task for each receiver and drops
    from the hundredth waiting message on. Here a message is put straight into its reader's queue. A
    channel begins with `receive`, `group_add` or `new_channel` in its reader's loop.
    Messages are shared, not copied: nobody may change one.
    """

    extensions = ["groups", "flush"]
    local = True
    """Nothing outside this process can listen."""

    def __init__(self, capacity: int = CAPACITY, **options: Any) -> None:
        super().__init__(capacity=capacity, **options)
        self._boxes: dict[str, _Box] = {}
        self._groups: defaultdict[str, set[str]] = defaultdict(set)

    def _box(self, channel: str) -> _Box:
        self.require_valid_channel_name(channel)
        loop = asyncio.get_running_loop()
        box = self._boxes.get(channel)
        if box is None or box.loop is not loop:
            box = _Box(loop, asyncio.Queue(self.get_capacity(channel)))
            self._boxes[channel] = box
        return box

    def _forget(self, channel: str) -> None:
        self._boxes.pop(channel, None)
        for group, members in list(self._groups.items()):
            members.discard(channel)
            if not members:
                self._groups.pop(group, None)

    def _put(self, channel: str, message: dict[str, Any]) -> None:
        """Raises ChannelFull, but only to a sender in the reader's own loop: others cannot wait."""
        box = self._boxes.get(channel)
        if box is None:
            return
        if box.loop.is_closed():
            self._forget(channel)
        elif box.loop is _running_loop():
            try:
                box.queue.put_nowait(message)
            except asyncio.QueueFull:
                raise ChannelFull(channel) from None
        else:
            box.loop.call_soon_threadsafe(_put_or_drop, box.queue, message)

    async def new_channel(self, prefix: str = "specific") -> str:
        channel = f"{prefix}.local!{secrets.token_hex(8)}"
        self._box(channel)
        return channel

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        self.require_valid_channel_name(channel)
        self._put(channel, message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self._box(channel).queue.get()

    async def group_add(self, group: str, channel: str) -> None:
        self.require_valid_group_name(group)
        self._box(channel)
        self._groups[group].add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        members = self._groups.get(group, set())
        members.discard(channel)
        if not members:
            self._groups.pop(group, None)
        if not any(channel in others for others in list(self._groups.values())):
            self._boxes.pop(channel, None)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.require_valid_group_name(group)
        for channel in tuple(self._groups.get(group, ())):
            try:
                self._put(channel, message)
            except ChannelFull:
                continue  # a layer may drop; whoever counts its events finds out

    async def flush(self) -> None:
        self._boxes.clear()
        self._groups.clear()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _put_or_drop(queue: "asyncio.Queue[dict[str, Any]]", message: dict[str, Any]) -> None:
    if not queue.full():
        queue.put_nowait(message)
