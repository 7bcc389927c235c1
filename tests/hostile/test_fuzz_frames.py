"""Whatever a client sends over the socket, it gets answers in the protocol's own words and nobody else is disturbed."""

import asyncio
import json
from collections.abc import Callable

import pytest

from tests.contracts.callers import Api
from tests.contracts.house import House
from tests.contracts.sockets import connected, in_thread
from tests.hostile import grammar

pytestmark = pytest.mark.once
COUNT = 150 * grammar.ROUNDS
"""Below the 200 frames in ten seconds that a client may send."""
ANSWERS = {"error", "pong", "subscribed", "unsubscribed", "ack", "message.created", "message.changed", "post.created",
           "post.changed", "presence", "typing", "notification", "unread"}  # fmt: skip
CODES = {"forbidden", "not_found", "rate_limited", "invalid", "too_large"}


async def test_any_frame_at_all(house: House, api: Callable[..., Api], market: int) -> None:
    # Adam's never waits for a moderator, whatever other tests of this site have drawn for Ola to write before.
    topic = (await in_thread(api("adam").topic, "Do ramek", "Treść"))["id"]
    channels = (
        f"room:{market}",
        f"topic:{topic}",
        "me",
        "room:999999",
        "room:",
        "user:1",
        "room:1:2",
        "..",
        "ROOM:1",
        f"room:{10**30}",
    )
    watching = await connected(house, authorization=f"Bearer {house.tokens['jan']}")
    assert (await watching.subscribe(f"room:{market}"))["type"] == "subscribed"
    for who in (None, "ola"):
        draw, headers = (
            grammar.chance(7),
            {"authorization": f"Bearer {house.tokens[who]}"} if who else {"origin": house.base},
        )
        talk = await connected(house, accept_language="en", **headers)
        for _ in range(COUNT):
            await talk.connection.send(grammar.frame(draw, channels))
        await talk.connection.send('{"type": "ping"}')
        said = await _until_quiet(talk)
        assert {one["type"] for one in said} <= ANSWERS
        errors = [one for one in said if one["type"] == "error"]
        assert len(errors) > COUNT // 4
        assert {one["code"] for one in errors} <= CODES
        assert all(one["detail"] for one in errors)
        await talk.close()
    await in_thread(api("adam").say, market, "Nadal słychać")
    while (event := await watching.until("message.created"))["data"]["body"] != "Nadal słychać":
        pass
    assert event["channel"] == f"room:{market}"
    await watching.close()


async def _until_quiet(talk: object) -> list[dict[str, object]]:
    """Every answer until two seconds pass without one."""
    found = []
    connection = talk.connection  # type: ignore[attr-defined]
    while True:
        try:
            async with asyncio.timeout(2):
                found.append(json.loads(await connection.recv()))
        except TimeoutError:
            return found
