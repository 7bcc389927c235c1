"""People come and go by the hundred; nothing of it goes on in the process when the last has gone."""

import asyncio
import logging
import random
from collections.abc import Iterator

import pytest
from channels.testing import WebsocketCommunicator
from django.test import override_settings

from realtime.live import hub, threads
from realtime.live.consumer import socket_application
from tests.services.processes import Running

TIMES = 500
LATER = 2 * hub.wire.PATIENCE


@pytest.fixture
def over_redis(redis: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Over Redis, where all that is done every few seconds is done a hundred times a second: so that the last
    often goes just while something is on its way."""
    monkeypatch.setattr(threads, "THREADS", 1)
    for name in ("TICK", "REJOIN_EVERY", "CALL_EVERY"):
        monkeypatch.setattr(hub, name, 0.01)
    host = {"address": redis.url, "socket_timeout": 1, "socket_connect_timeout": 1}
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    layers = {"default": {"BACKEND": backend, "CONFIG": {"hosts": [host]}}}
    with override_settings(CHANNEL_LAYERS=layers):
        yield
    threads.retire()


def at_work() -> list[str]:
    """What of the hub's still goes on in this loop."""
    calls = [task.get_coro() for task in asyncio.all_tasks()]
    return [str(call) for call in calls if call.__qualname__.startswith("Hub.")]


@pytest.mark.django_db(transaction=True)
async def test_nothing_goes_on_when_the_last_has_gone(
    over_redis: None, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(1)
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
    for _ in range(TIMES):
        visitor = WebsocketCommunicator(socket_application, "/ws/", headers=headers)
        assert await visitor.connect(timeout=20) == (True, None)
        await asyncio.sleep(chance.random() * 0.04)
        await visitor.disconnect(timeout=20)
    await asyncio.sleep(LATER)
    assert at_work() == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
