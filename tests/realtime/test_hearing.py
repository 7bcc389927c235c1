"""A line to Redis that has said nonsense once, or breaks without a word: live pages hear again by themselves."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.proxy import DEAF, GARBLE, HOLD, PASS, Proxy
from tests.realtime.conftest import running
from tests.realtime.server import Server
from tests.realtime.talk import Talk
from tests.services.processes import Running

SOON = 45.0
"""Seconds: three calls unheard, then connecting anew."""


@pytest.fixture
def between(redis: Running) -> Iterator[Proxy]:
    with Proxy(redis.url) as proxy:
        yield proxy


@pytest.fixture
def lied_to(between: Proxy, tmp_path: Path) -> Iterator[Server]:
    yield from running(Server(tmp_path, REDIS_URL=between.url))


async def hears_typing(writer: Talk, reader: Talk, channel: str, *, within: float) -> bool:
    """Whether it goes over the layer, the only way that a word of typing has."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        await writer.send(type="typing", channel=channel)
        try:
            await reader.until("typing", patience=0.5)
        except TimeoutError:
            continue
        return True
    return False


@pytest.mark.parametrize("how", [GARBLE, HOLD, DEAF])
async def test_after_it_live_pages_hear_again(lied_to: Server, between: Proxy, how: str) -> None:
    room = lied_to.made["market"]
    channel = f"room:{room}"
    ola, jan = await lied_to.talk("ola"), await lied_to.talk("jan")
    for talk in (ola, jan):
        await talk.subscribe(channel)
    assert await hears_typing(jan, ola, channel, within=10)
    between.be(how)
    for number in range(10):
        await jan.send(type="typing", channel=channel)
        answer = await jan.say(room, f"Słychać {number}?")
        assert answer["type"] == "ack", "writing never waits for the layer"
    assert len(await ola.events(10)) == 10, "what was said comes from the database meanwhile"
    await asyncio.sleep(2)
    between.be(PASS)
    assert await hears_typing(jan, ola, channel, within=SOON)
    for talk in (ola, jan):
        await talk.close()
