"""What must not be lost when something breaks."""

import asyncio
import contextlib
import signal
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.realtime.conftest import running
from tests.realtime.server import PROGRAMS, Server
from tests.realtime.talk import Talk
from tests.services import redis_server
from tests.services.processes import Missing


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    yield from running(Server(tmp_path))


@pytest.fixture(params=sorted(PROGRAMS))
def any_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """By each program to which frames go in a way of its own."""
    yield from running(Server(tmp_path, request.param))


async def speak_until_it_breaks(talk: Talk, room: int, acked: dict[str, int], name: str) -> None:
    with contextlib.suppress(ConnectionClosed, TimeoutError):
        for number in range(10_000):
            key = f"{name}-{number}-{uuid.uuid4()}"
            answer = await talk.say(room, key, key)
            assert answer["type"] == "ack", answer
            acked[key] = answer["seq"]


async def test_every_ack_survives_a_kill(own_server: Server) -> None:
    room = own_server.made["market"]
    acked: dict[str, int] = {}
    for turn in range(4):
        talks = [await own_server.talk(who) for who in ("ola", "jan", "ewa")]
        sending = [
            asyncio.create_task(speak_until_it_breaks(talk, room, acked, f"{turn}-{n}"))
            for n, talk in enumerate(talks)
        ]
        while len(acked) < 10 * (turn + 1):
            await asyncio.sleep(0.05)
        own_server.kill(signal.SIGKILL)
        await asyncio.gather(*sending)
        own_server.start()
    kept = {body: seq for seq, body, _ in own_server.do("messages", room=room)}
    assert acked.items() <= kept.items()
    assert sorted(kept.values()) == list(range(1, len(kept) + 1))
    assert own_server.do("drift") == []
    key, seq = next(iter(acked.items()))
    talk = await own_server.talk("ola")
    again = await talk.say(room, key, key)
    assert again["seq"] == seq or not key.split("-")[1] == "0"
    await talk.close()


async def follow(server: Server, room: int, wanted: int) -> list[int]:
    """A client that comes back whenever it is thrown out, asking for what it has missed."""
    seen: list[int] = []
    while len(seen) < wanted:
        try:
            talk = await server.talk()
            await talk.subscribe(f"room:{room}", after=seen[-1] if seen else 0)
            while len(seen) < wanted:
                seen += [event["seq"] for event in await talk.events(1)]
            await talk.close()
        except (ConnectionClosed, OSError, TimeoutError, EOFError):
            await asyncio.sleep(0.2)
        except Exception as error:  # a handshake in the middle of a start
            if "InvalidMessage" not in type(error).__name__:
                raise
            await asyncio.sleep(0.2)
    return seen


async def test_those_who_come_back_have_missed_nothing(own_server: Server) -> None:
    room, wanted = own_server.made["market"], 120
    followers = [asyncio.create_task(follow(own_server, room, wanted)) for _ in range(5)]
    for turn in range(3):
        bodies = [f"{turn} {n}" for n in range(wanted // 3)]
        await asyncio.to_thread(own_server.do, "speak", who="ola", room=room, bodies=bodies)
        own_server.kill(signal.SIGKILL if turn % 2 else signal.SIGTERM)
        own_server.start()
    for follower in followers:
        assert await asyncio.wait_for(follower, 60) == list(range(1, wanted + 1))


async def test_a_reader_who_stops_reading_costs_little_and_others_nothing(
    any_server: Server,
) -> None:
    own_server, room = any_server, any_server.made["market"]
    loop = asyncio.get_running_loop()
    idle = []
    for _ in range(20):
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.setblocking(False)
        await loop.sock_connect(raw, ("127.0.0.1", own_server.port))
        talk = await own_server.talk(sock=raw, max_queue=1)
        await talk.subscribe(f"room:{room}")
        talk.connection.transport.pause_reading()
        idle.append(talk)
    reader, ola = await own_server.talk(), await own_server.talk("ola")
    await reader.subscribe(f"room:{room}")
    before = own_server.rss()
    count = 250
    for number in range(count):
        assert (await ola.say(room, f"{number} " + "x" * 7_000))["type"] == "ack"
    assert [e["seq"] for e in await reader.events(count, patience=60)] == list(range(1, count + 1))
    assert own_server.rss() - before < 50 * 1024 * 1024
    # Whoever reads again gets what it has missed, in order.
    idle[0].connection.transport.resume_reading()
    late = await idle[0].events(count, patience=60)
    assert [event["seq"] for event in late] == list(range(1, count + 1))
    for talk in (*idle, reader, ola):
        talk.connection.transport.abort()


async def test_without_redis_everything_is_written_and_arrives(tmp_path: Path) -> None:
    try:
        redis = redis_server.start(tmp_path)
    except Missing as reason:
        pytest.skip(str(reason))
    for server in running(Server(tmp_path, REDIS_URL=redis.url)):
        room = server.made["market"]
        watcher, ola = await server.talk(), await server.talk("ola")
        await watcher.subscribe(f"room:{room}")
        assert (await ola.say(room, "z Redisem"))["seq"] == 1
        assert (await watcher.events(1))[0]["seq"] == 1
        redis.stop()
        assert (await ola.say(room, "bez Redisa"))["seq"] == 2
        assert (await watcher.events(1))[0]["data"]["body"] == "bez Redisa"
        late = await server.talk("jan")
        assert (await late.subscribe(f"room:{room}", after=0))["seq"] == 2
        assert [e["seq"] for e in await late.events(2)] == [1, 2]
        assert (await late.say(room, "i ja"))["seq"] == 3
        assert (await watcher.events(1))[0]["seq"] == 3
        for talk in (watcher, ola, late):
            await talk.close()
        # The layer complains of its connection; nothing of ours has failed.
        assert "/realtime/live/" not in server.log()


async def test_two_processes_are_one_room(redis_backed_server: Server) -> None:
    server, room = redis_backed_server, redis_backed_server.room()
    port = server.start_another()
    here, there = await server.talk("ola"), await server.talk("jan", port=port)
    await here.subscribe(f"room:{room}")
    await there.subscribe(f"room:{room}")
    frame = await here.until("presence")
    while frame["data"]["count"] != 2:
        frame = await here.until("presence")
    for number in range(20):
        talk = (here, there)[number % 2]
        assert (await talk.say(room, f"{number}"))["seq"] == number + 1
    late = await server.talk()
    await late.subscribe(f"room:{room}", after=0)
    assert [e["seq"] for e in await late.events(20)] == list(range(1, 21))
    for talk in (here, there, late):
        await talk.close()


async def test_a_server_that_stops_says_goodbye(own_server: Server) -> None:
    talk = await own_server.talk("ola")
    await talk.subscribe(f"room:{own_server.made['market']}")
    await asyncio.sleep(2.5)  # Daphne takes a second to know its connections
    own_server.kill(signal.SIGTERM)
    assert await talk.closed() == 1012
    assert own_server.log() == ""
