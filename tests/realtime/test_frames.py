"""What a client may send, and what becomes of everything else."""

import asyncio
import json
import uuid

import pytest

from tests.realtime.server import Server

BAD = {
    "nothing": "",
    "half an object": "{",
    "no JSON": "hej",
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "deep": "[" * 5_000,
    "deep objects": '{"type":' * 5_000,
    "a long number": "9" * 5_000,
    "not a number": '{"type": "ping", "n": NaN}',
    "infinite": '{"type": "read", "channel": "room:1", "seq": 1e400}',
    "no type": "{}",
    "a type that is a list": '{"type": ["subscribe"]}',
    "a type that is an object": '{"type": {"a": 1}}',
    "an unknown type": '{"type": "nope"}',
    "a layer's type": '{"type": "hint", "kind": "room", "id": 1, "seq": 99}',
    "a handler's name": '{"type": "admin.purge"}',
    "websocket.close": '{"type": "websocket.close"}',
    "no channel": '{"type": "subscribe"}',
    "a channel that is a number": '{"type": "subscribe", "channel": 1}',
    "a channel of no kind": '{"type": "subscribe", "channel": "user:1"}',
    "a channel without an id": '{"type": "subscribe", "channel": "room:"}',
    "a negative id": '{"type": "subscribe", "channel": "room:-1"}',
    "a huge id": '{"type": "subscribe", "channel": "room:%s"}' % (10**30),
    "an id in other figures": '{"type": "subscribe", "channel": "room:\u0661"}',
    "a group's name": '{"type": "subscribe", "channel": "live"}',
    "after a word": '{"type": "subscribe", "channel": "room:1", "after": "x"}',
    "after a fraction": '{"type": "subscribe", "channel": "room:1", "after": 1.5}',
    "after less than nothing": '{"type": "subscribe", "channel": "room:1", "after": -1}',
    "after too much": '{"type": "subscribe", "channel": "room:1", "after": %s}' % (10**30),
    "after true": '{"type": "subscribe", "channel": "room:1", "after": true}',
    "no body": '{"type": "message.send", "channel": "room:1", "client_id": "a"}',
    "a body that is a list": '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": []}',
    "an empty body": '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "  "}',
    "NUL": '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "a\\u0000b"}',
    "half a character": '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "\\ud800"}',
    "a control character": '{"type": "message.send", "channel": "room:1", "client_id": "a", "body": "\\u001b"}',
    "no client_id": '{"type": "message.send", "channel": "room:1", "body": "a"}',
    "a client_id that is half a character":
        '{"type": "message.send", "channel": "room:1", "client_id": "\\ud800", "body": "a"}',
    "a long client_id": '{"type": "message.send", "channel": "room:1", "client_id": "%s", "body": "a"}' % ("a" * 101),
    "a message to a topic": '{"type": "message.send", "channel": "topic:1", "client_id": "a", "body": "a"}',
    "a message to oneself": '{"type": "message.send", "channel": "me", "client_id": "a", "body": "a"}',
    "read without a number": '{"type": "read", "channel": "room:1"}',
    "read of a topic": '{"type": "read", "channel": "topic:1", "seq": 1}',
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_frame_gets_one_error_and_hurts_nobody(local_server: Server, name: str) -> None:
    room = local_server.room()
    ola, jan = await local_server.talk("ola"), await local_server.talk("jan")
    await ola.subscribe(f"room:{room}")
    await jan.subscribe(f"room:{room}")
    before = len(local_server.log())
    await ola.connection.send(BAD[name])
    answer = await ola.frame()
    assert answer["type"] == "error"
    assert answer["code"] in ("invalid", "not_found")
    assert answer["detail"]
    assert (await ola.say(room, "dalej"))["type"] == "ack"
    assert (await jan.events(1))[0]["data"]["body"] == "dalej"
    assert local_server.log()[before:] == ""
    await ola.close()
    await jan.close()


async def test_bytes_are_not_text(local_server: Server) -> None:
    talk = await local_server.talk("ola")
    await talk.connection.send(b'{"type": "ping"}')
    assert (await talk.frame())["code"] == "invalid"
    await talk.send(type="ping")
    assert (await talk.frame())["type"] == "pong"
    await talk.close()


async def test_a_frame_over_64_kib_is_refused_and_the_socket_stays(local_server: Server) -> None:
    room = local_server.room()
    talk = await local_server.talk("ola")
    frame = {
        "type": "message.send",
        "channel": f"room:{room}",
        "client_id": "a",
        "body": "x" * 65_536,
    }
    await talk.connection.send(json.dumps(frame))
    assert (await talk.frame())["code"] == "too_large"
    assert (await talk.say(room, "krócej"))["type"] == "ack"
    await talk.close()


async def test_a_message_that_is_too_long_says_which(local_server: Server) -> None:
    talk = await local_server.talk("ola")
    answer = await talk.say(local_server.room(), "x" * 8_001)
    assert answer["code"] == "too_large"
    await talk.close()


async def test_a_flood_is_refused_and_then_shut_out(strict_server: Server) -> None:
    room = strict_server.made["market"]
    quiet = await strict_server.talk("jan")
    await quiet.subscribe(f"room:{room}")
    loud = await strict_server.talk("ola")
    for number in range(60):
        await loud.send(
            type="message.send",
            channel=f"room:{room}",
            client_id=str(uuid.uuid4()),
            body=f"{number}",
        )
    answers = [await loud.until("ack", "error") for _ in range(60)]
    acks = [answer for answer in answers if answer["type"] == "ack"]
    assert 1 <= len(acks) < 60
    assert {a["code"] for a in answers if a["type"] == "error"} == {"rate_limited"}
    assert len(await quiet.events(len(acks))) == len(acks)
    for _ in range(3_000):
        try:
            await loud.send(type="ping")
        except Exception:
            break
    assert await loud.closed() == 4429
    assert (await quiet.say(room, "a my rozmawiamy dalej"))["type"] == "ack"
    await quiet.close()


async def test_pings_are_answered_while_the_database_is_busy(local_server: Server) -> None:
    room = local_server.room()
    talk = await local_server.talk("ola")
    for number in range(50):
        await talk.send(
            type="message.send",
            channel=f"room:{room}",
            client_id=f"{uuid.uuid4()}",
            body=f"{number}",
        )
    await talk.send(type="ping")
    kinds = []
    async with asyncio.timeout(10):
        while kinds.count("ack") < 50 or "pong" not in kinds:
            kinds.append(json.loads(await talk.connection.recv())["type"])
    assert kinds.index("pong") < len(kinds) - 1
    await talk.close()
