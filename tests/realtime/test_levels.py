"""How much one may say at once goes by how well one is known; the socket says so, and nothing is written."""

import uuid
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from accounts.levels import Level
from tests.realtime.conftest import running
from tests.realtime.server import Server
from tests.realtime.talk import Talk
from tests.services.processes import Running

BURST = 45
"""More than a newcomer may say in any ten seconds (10) and a member in three (15), less than who looks
after the place (60)."""
_places = count(3)
"""Numbers of Redis's databases: people of the same number in another test have not said the same."""


@pytest.fixture
def house(tmp_path: Path, redis: Running) -> Iterator[Server]:
    """With the limits that people meet; counted where the process beside it counts too."""
    address = redis.url.rsplit("/", 1)[0] + f"/{next(_places)}"
    yield from running(Server(tmp_path, RATE_LIMIT_FACTOR="1", REDIS_URL=address))


@pytest.fixture
async def talks(house: Server) -> AsyncIterator[dict[str, Talk]]:
    made = {}
    for name, level in (("nela", Level.NEWCOMER), ("kuba", Level.MEMBER), ("iga", Level.CURATOR)):
        house.do("set_level", who=house.join(name), level=level)
        made[name] = await house.talk(name)
    yield made
    for talk in made.values():
        await talk.close()


async def burst(talk: Talk, room: int) -> tuple[list[str], list[dict[str, Any]]]:
    """What was written, and the errors for the rest."""
    said = {str(uuid.uuid4()): f"Zdanie {number}." for number in range(BURST)}
    for client_id, body in said.items():
        await talk.send(type="message.send", channel=f"room:{room}", client_id=client_id, body=body)
    answers = [await talk.until("ack", "error") for _ in said]
    assert {answer["client_id"] for answer in answers} == set(said)
    written = [said[answer["client_id"]] for answer in answers if answer["type"] == "ack"]
    return written, [answer for answer in answers if answer["type"] == "error"]


async def test_the_better_known_the_more_at_once_and_what_was_refused_is_nowhere(
    house: Server, talks: dict[str, Talk]
) -> None:
    written: dict[str, list[str]] = {}
    for name, talk in talks.items():
        room = house.room()
        watcher = await house.talk()
        await watcher.subscribe(f"room:{room}")
        written[name], errors = await burst(talk, room)
        for error in errors:
            assert set(error) == {"type", "code", "detail", "client_id", "channel"}
            assert (error["code"], error["channel"]) == ("rate_limited", f"room:{room}")
            assert error["detail"], "the person reads what to do"
        assert [body for _seq, body, _who in house.do("messages", room=room)] == written[name]
        told = await watcher.events(len(written[name]))
        assert [event["seq"] for event in told] == [*range(1, len(told) + 1)]
        assert await watcher.nothing_more()
        await watcher.close()
        await talk.send(type="ping")
        assert (await talk.frame())["type"] == "pong", "the socket stays"
    assert 0 < len(written["nela"]) < len(written["iga"]) == BURST
    assert written["kuba"]


async def test_a_newcomer_whose_day_is_full_reads_from_when_on_they_can_go_on(
    house: Server, talks: dict[str, Talk]
) -> None:
    room = house.room()
    assert (await talks["nela"].say(room, "Dzień dobry."))["type"] == "ack"
    house.do("fill_day", who="nela")
    client_id = str(uuid.uuid4())
    for _again in range(2):
        error = await talks["nela"].say(room, "Jeszcze jedno.", client_id)
        assert (error["type"], error["code"]) == ("error", "rate_limited")
        assert error["detail"].startswith("Kto jest tu od niedawna, pisze na początku mniej")
    assert len(house.do("messages", room=room)) == 1
    # Nobody else pays for it, and the same person goes on as soon as they are known better.
    assert (await talks["kuba"].say(room, "A ja mogę."))["type"] == "ack"
    house.do("set_level", who="nela", level=Level.MEMBER)
    assert (await talks["nela"].say(room, "Jeszcze jedno.", client_id))["type"] == "ack"
    bodies = [body for _seq, body, _who in house.do("messages", room=room)]
    assert bodies == ["Dzień dobry.", "A ja mogę.", "Jeszcze jedno."]
    assert house.do("drift") == []


async def test_who_is_stopped_or_lost_the_room_is_refused_before_anything_is_counted(
    house: Server, talks: dict[str, Talk]
) -> None:
    """A refusal for another reason says that reason, however full the day is."""
    room = house.room()
    house.do("fill_day", who="nela")
    house.do("close_room", room=room)
    error = await talks["nela"].say(room, "Halo?")
    assert error["code"] == "not_found"
    visitor = await house.talk()
    assert (await visitor.say(house.room(), "Wpuśćcie mnie"))["code"] == "forbidden"
    await visitor.close()
