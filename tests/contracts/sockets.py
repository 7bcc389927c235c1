"""Sockets of several people on one running site."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import websockets

from tests.contracts.callers import Browser
from tests.contracts.house import House
from tests.realtime.talk import Frame, Talk

Connect = Callable[..., Awaitable[Talk]]


async def connected(house: House, **headers: str) -> Talk:
    """A socket with these headers; names are written with underscores."""
    return Talk(
        await websockets.connect(
            f"ws://127.0.0.1:{house.port}/ws/",
            additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
            compression=None,
            open_timeout=60,
            max_size=16 * 1024 * 1024,
            max_queue=None,
            user_agent_header=None,
        )  # fmt: skip
    )


@pytest.fixture
async def connect(house: House, browser: Callable[..., Browser]) -> AsyncIterator[Connect]:
    """`await connect("ola")` with her token, `connect("ola", cookie=True)` as her page does, `connect()`
    as a visitor's."""
    opened: list[Talk] = []

    async def one(who: str | None = None, *, cookie: bool = False, session: str = "") -> Talk:
        headers = {"accept_language": "en"}
        if who and not cookie:
            headers["authorization"] = f"Bearer {house.tokens[who]}"
        else:
            headers["origin"] = house.base
        if session or (who and cookie):
            headers["cookie"] = f"session={session or browser(who).session}"
        opened.append(await connected(house, **headers))
        return opened[-1]

    yield one
    for talk in opened:
        await talk.close()


@pytest.fixture
def room(house: House) -> int:
    """A public room of this test's own."""
    return int(house.beside("open_room", slug=f"pokoj-{uuid.uuid4().hex[:8]}"))


async def in_thread(call: Callable[..., Any], *args: Any, **options: Any) -> Any:
    return await asyncio.to_thread(call, *args, **options)


def bodies(frames: list[Frame]) -> list[str]:
    return [frame["data"]["body"] for frame in frames]
