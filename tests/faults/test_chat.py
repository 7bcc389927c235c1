"""Chat while its servers are killed and its Redis is away: what was acknowledged is there once, in order.

Short by default; the figures asked for come with FAULTS_FULL=1 (or FAULT_TURNS=50 FAULT_SECONDS=60). They are
printed (-s).
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import WebSocketException

from tests.faults.conftest import FULL
from tests.realtime.conftest import running
from tests.realtime.server import Server
from tests.realtime.talk import Talk
from tests.services import redis_server
from tests.services.processes import Missing

TURNS = int(os.environ.get("FAULT_TURNS", "50" if FULL else "4"))
"""How often the server is killed."""
RESTARTS = max(3, TURNS * 2 // 5)
FOLLOWERS = max(8, TURNS)
AWAY = float(os.environ.get("FAULT_SECONDS", "60" if FULL else "5"))
"""Seconds without Redis."""
SOON = 5.0
"""Seconds after which everybody must have caught up once it is back."""
WRITERS = 8
BROKEN = (WebSocketException, OSError, TimeoutError, EOFError)
"""How a server that was killed is noticed."""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    yield from running(Server(tmp_path))


class Writer:
    """Says one thing after another, each again and again until it is acknowledged, as the page does."""

    def __init__(self, server: Server, who: str, room: int, *, port: int = 0) -> None:
        self.server, self.who, self.room, self.port = server, who, room, port
        self.acked: dict[str, int] = {}
        self.again = 0
        """How often something had to be said again."""
        self.slowest = 0.0
        """Seconds until the slowest acknowledgement."""

    async def write(self, stop: asyncio.Event, *, pause: float = 0.0) -> None:
        talk: Talk | None = None
        while not stop.is_set():
            key = f"{self.who} {len(self.acked)}"
            begun = time.monotonic()
            while key not in self.acked:
                try:
                    talk = talk or await self.server.talk(self.who, port=self.port)
                    answer = await talk.say(self.room, key, key)
                except BROKEN:
                    talk, self.again = None, self.again + 1
                    await asyncio.sleep(0.1)
                else:
                    assert answer["type"] == "ack", answer
                    self.acked[key] = answer["seq"]
            self.slowest = max(self.slowest, time.monotonic() - begun)
            await asyncio.sleep(pause)
        if talk is not None:
            await talk.close()


class Follower:
    """Reads a room, and comes back whenever it is thrown out, asking for what it has missed."""

    def __init__(self, server: Server, room: int, *, port: int = 0) -> None:
        self.server, self.room, self.port = server, room, port
        self.read: list[tuple[int, str]] = []
        self.back = 0

    async def follow(self) -> None:
        while True:
            try:
                talk = await self.server.talk(port=self.port)
                after = self.read[-1][0] if self.read else 0
                await talk.subscribe(f"room:{self.room}", after=after)
                while True:
                    (event,) = await talk.events(1, patience=3600)
                    self.read.append((event["seq"], event["data"]["body"]))
            except BROKEN:
                self.back += 1
                await asyncio.sleep(0.2)


def writers_of(server: Server, room: int, count: int = WRITERS) -> list[Writer]:
    return [Writer(server, server.join(f"pisze-{number}"), room) for number in range(count)]


def transcript(server: Server, room: int) -> list[tuple[int, str]]:
    return sorted((seq, body) for seq, body, _ in server.do("messages", room=room))


async def restart(server: Server, sign: int = signal.SIGKILL) -> None:
    await asyncio.sleep(random.uniform(0.1, 1.2))
    await asyncio.to_thread(server.kill, sign)
    await asyncio.to_thread(server.start)


def check_said(server: Server, room: int, writers: list[Writer]) -> None:
    """What was acknowledged, and nothing else, once, in the order of its numbers, without a hole."""
    said = sorted((seq, key) for writer in writers for key, seq in writer.acked.items())
    assert transcript(server, room) == said
    assert [seq for seq, _ in said] == list(range(1, len(said) + 1))
    assert server.do("drift") == []


async def test_what_was_acknowledged_survives_every_kill(own_server: Server) -> None:
    room, stop = own_server.made["market"], asyncio.Event()
    writers = writers_of(own_server, room)
    tasks = [asyncio.create_task(writer.write(stop)) for writer in writers]
    for _ in range(TURNS):
        await restart(own_server)
    stop.set()
    await asyncio.gather(*tasks)
    check_said(own_server, room, writers)
    again = sum(writer.again for writer in writers)
    assert again >= TURNS
    print(
        f"\n{TURNS} kills under {WRITERS} writers: {sum(len(w.acked) for w in writers)} acknowledged,"
        f" 0 lost, 0 twice, 0 holes; said again {again} times"
    )


async def test_every_transcript_is_that_of_the_database(own_server: Server) -> None:
    room, stop = own_server.made["market"], asyncio.Event()
    writers = writers_of(own_server, room, 2)
    followers = [Follower(own_server, room) for _ in range(FOLLOWERS)]
    reading = [asyncio.create_task(follower.follow()) for follower in followers]
    writing = [asyncio.create_task(writer.write(stop, pause=0.05)) for writer in writers]
    for turn in range(RESTARTS):
        await restart(own_server, signal.SIGKILL if turn % 2 else signal.SIGTERM)
    stop.set()
    await asyncio.gather(*writing)
    kept = transcript(own_server, room)
    await all_read(followers, kept, 60)
    for task in reading:
        task.cancel()
    assert all(follower.read == kept for follower in followers)
    check_said(own_server, room, writers)
    print(
        f"\n{FOLLOWERS} clients over {RESTARTS} restarts: {len(kept)} messages each, all alike;"
        f" came back {sum(one.back for one in followers)} times"
    )


async def test_without_redis_two_processes_go_on(tmp_path: Path) -> None:
    """Redis first stands still, which is worse than not being there; then it is killed, and comes back."""
    (tmp_path / "redis").mkdir()
    try:
        redis = redis_server.start(tmp_path / "redis")
    except Missing as reason:
        pytest.skip(str(reason))
    for server in running(Server(tmp_path, REDIS_URL=redis.url)):
        room, stop, other = server.made["market"], asyncio.Event(), server.start_another()
        writers = writers_of(server, room, 4)
        for writer in writers[::2]:
            writer.port = other
        followers = [Follower(server, room), Follower(server, room, port=other)]
        reading = [asyncio.create_task(follower.follow()) for follower in followers]
        writing = [asyncio.create_task(writer.write(stop, pause=0.2)) for writer in writers]
        await asyncio.sleep(1)
        redis.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(AWAY / 2)
        redis.process.send_signal(signal.SIGCONT)
        redis.stop()
        await asyncio.sleep(AWAY / 2)
        said = sum(len(writer.acked) for writer in writers)
        behind = said - min(len(one.read) for one in followers)
        redis = redis_server.start(tmp_path / "redis", port=urlsplit(redis.url).port or 0)
        back = time.monotonic()
        stop.set()
        await asyncio.gather(*writing)
        kept = transcript(server, room)
        await all_read(followers, kept, SOON)
        caught_up = time.monotonic() - back
        for task in reading:
            task.cancel()
        assert all(follower.read == kept for follower in followers)
        check_said(server, room, writers)
        assert sum(writer.again for writer in writers) == 0
        assert said > AWAY  # sending went on
        print(
            f"\n{AWAY:.0f} s without Redis: {said} said meanwhile, slowest acknowledgement"
            f" {max(w.slowest for w in writers):.2f} s, {behind} on their way at the end,"
            f" all caught up {caught_up:.2f} s after"
        )
    redis.stop()


async def all_read(followers: list[Follower], kept: list[tuple[int, str]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while any(len(one.read) < len(kept) for one in followers):
            await asyncio.sleep(0.02)
