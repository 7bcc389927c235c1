"""The channel layer of the embedded set-up."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from channels.layers import InMemoryChannelLayer


class LocalLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """The in-memory layer, safe to call from the threads that serve pages and do background work.

    Its queues belong to the loop that listens; a call from elsewhere is handed to that loop.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.home: asyncio.AbstractEventLoop | None = None

    async def receive(self, channel: str) -> Any:
        self.home = asyncio.get_running_loop()
        return await super().receive(channel)

    async def _at_home(self, call: Coroutine[Any, Any, Any]) -> Any:
        home = self.home
        if home is None or home is asyncio.get_running_loop() or home.is_closed():
            return await call
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call, home))

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self._at_home(super().send(channel, message))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._at_home(super().group_send(group, message))
