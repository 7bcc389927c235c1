"""A Redis that takes connections and breaks off in the middle of what it says: nobody may wait for the rest."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from channels.layers import channel_layers
from django.conf import settings as configured
from django.test import Client

from kernel.background import ticks
from kernel.models import PartState
from tests.cast import Cast

PATIENCE = 15.0


class HalfARedis:
    """Greets as it should; what is asked after that it answers with half a word."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._listening.getsockname()[1]}/0"
        self.asked: list[bytes] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(line,), daemon=True).start()

    def _speak(self, line: socket.socket) -> None:
        with line:
            while said := line.recv(65_536):
                self.asked.append(said)
                if b"PUBLISH" in said:
                    line.sendall(b"$9\r\nhal")
                elif b"SUBSCRIBE" in said:
                    line.sendall(b"*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n")
                else:
                    line.sendall(b"+OK\r\n" * said.count(b"*"))

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def half() -> Iterator[HalfARedis]:
    server = HalfARedis()
    before = configured.CHANNEL_LAYERS
    shipped = {"address": server.url, "socket_timeout": 1, "socket_connect_timeout": 1}
    configured.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [shipped]},
        }
    }
    channel_layers.backends = {}
    yield server
    configured.CHANNEL_LAYERS = before
    channel_layers.backends = {}
    server.close()


def test_readiness_does_not_wait_for_the_rest(cast: Cast, half: HalfARedis) -> None:
    began = time.monotonic()
    answer = Client().get("/readyz")
    assert time.monotonic() - began < PATIENCE
    assert answer.status_code == 200, "the pages work"
    assert json.loads(answer.content)["channel_layer"]["state"] == "down"
    assert any(b"PUBLISH" in said for said in half.asked)


def test_the_background_work_goes_on(cast: Cast, half: HalfARedis) -> None:
    began = time.monotonic()
    ticks["status"].work()
    assert time.monotonic() - began < PATIENCE
    assert PartState.objects.get(name="live").state == "down"
