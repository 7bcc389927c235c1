"""A client of the socket, as the tests speak it."""

import asyncio
import json
import uuid
from typing import Any

Frame = dict[str, Any]
PATIENCE = 30.0
"""Seconds; how long a test waits for what must come before it says that it did not."""

PASSING = ("presence", "typing", "unread")
"""Types without a number: they may come at any time."""


class Talk:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def send(self, **frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def frame(self, *, passing: bool = False, patience: float = PATIENCE) -> Frame:
        """The next frame; those without a number are left out unless asked for."""
        async with asyncio.timeout(patience):
            while True:
                frame: Frame = json.loads(await self.connection.recv())
                if passing or frame["type"] not in PASSING:
                    return frame

    async def until(self, *types: str, patience: float = PATIENCE) -> Frame:
        """The next frame of one of these types."""
        async with asyncio.timeout(patience):
            while True:
                frame: Frame = json.loads(await self.connection.recv())
                if frame["type"] in types:
                    return frame

    async def events(self, count: int, *, patience: float = 30.0) -> list[Frame]:
        """So many events with a number."""
        found: list[Frame] = []
        async with asyncio.timeout(patience):
            while len(found) < count:
                frame = json.loads(await self.connection.recv())
                if "seq" in frame and "data" in frame:
                    found.append(frame)
        return found

    async def nothing_more(self, *, within: float = 0.5) -> bool:
        """Whether no frame with a number comes for a while."""
        try:
            await self.frame(patience=within)
        except TimeoutError:
            return True
        return False

    async def subscribe(self, channel: str, after: int | None = None) -> Frame:
        await self.send(type="subscribe", channel=channel, after=after)
        return await self.until("subscribed", "error")

    async def say(self, room: int, body: str, client_id: str | None = None) -> Frame:
        """The ack, or the error."""
        client_id = client_id or str(uuid.uuid4())
        await self.send(type="message.send", channel=f"room:{room}", client_id=client_id, body=body)
        async with asyncio.timeout(PATIENCE):
            while True:
                frame: Frame = json.loads(await self.connection.recv())
                if frame.get("client_id") == client_id:
                    return frame

    async def closed(self, *, patience: float = PATIENCE) -> int:
        """Waits for the end; returns its code."""
        async with asyncio.timeout(patience):
            await self.connection.wait_closed()
        return int(self.connection.close_code or 0)

    async def close(self) -> None:
        await self.connection.close()
