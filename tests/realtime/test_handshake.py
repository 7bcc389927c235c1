"""Who gets a socket at all."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from tests.realtime.server import Server

pytestmark = pytest.mark.once
FOREIGN = (
    "http://zly.example",
    "null",
    "http://127.0.0.1",  # our host, another port
    "http://127.0.0.1:{other}",
    "https://127.0.0.1:{port}",  # another scheme
    "ftp://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.zly.example",
    "http://zly-127.0.0.1:{port}",
    "http://ola@127.0.0.1:{port}",
    "http://127.0.0.1:{port}/chat/",
    "http://localhost:{port}",  # allowed for itself, but not for a page of 127.0.0.1
    "file://",
)


async def refused(server: Server, who: str | None = None, **how: object) -> int:
    """The status of a handshake that must fail."""
    with pytest.raises(InvalidStatus) as refusal:
        await server.talk(who, **how)  # type: ignore[arg-type]
    return int(refusal.value.response.status_code)


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("who", ["ola", None])
async def test_a_foreign_page_gets_no_socket(
    local_server: Server, origin: str, who: str | None
) -> None:
    origin = origin.format(port=local_server.port, other=local_server.port + 1)
    assert await refused(local_server, who, origin=origin) in (400, 403)


async def test_a_foreign_page_gets_none_for_a_token_either(local_server: Server) -> None:
    assert await refused(local_server, "ola", token=True, origin="http://zly.example") == 403


async def test_a_cookie_without_an_origin_is_refused(local_server: Server) -> None:
    assert await refused(local_server, "ola", origin=None) == 403


async def test_our_page_under_another_allowed_name_is_ours(local_server: Server) -> None:
    name = f"localhost:{local_server.port}"
    talk = await local_server.talk("ola", origin=f"http://{name}", named=name)
    await talk.send(type="ping")
    assert (await talk.frame())["type"] == "pong"
    await talk.close()


async def test_a_host_that_is_not_ours_does_not_make_its_page_ours(local_server: Server) -> None:
    name = "zly.example"
    assert await refused(local_server, "ola", origin=f"http://{name}", named=name) == 403


async def test_a_program_connects_by_token_without_an_origin(local_server: Server) -> None:
    talk = await local_server.talk("ola", token=True, origin=None)
    assert (await talk.say(local_server.room(), "z programu"))["type"] == "ack"
    await talk.close()


@pytest.mark.parametrize(
    "header", ["Bearer rynek_wrong", "Bearer", "Basic b2xhOm9sYQ==", "Bearer a b"]
)
async def test_a_wrong_token_is_refused(local_server: Server, header: str) -> None:
    assert await refused(local_server, headers={"Authorization": header}) == 403


async def test_a_session_of_nobody_makes_a_visitor(local_server: Server) -> None:
    talk = await local_server.talk(headers={"Cookie": "session=nobody-has-this-one"})
    assert (await talk.say(local_server.room(), "hej"))["code"] == "forbidden"
    await talk.close()


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/1/", "/WS/", "/chat/rynek/"])
async def test_there_is_one_address(local_server: Server, path: str) -> None:
    assert await refused(local_server, "ola", path=path) == 403


async def test_a_person_has_twenty_sockets(strict_server: Server) -> None:
    talks = [await strict_server.talk("ola") for _ in range(20)]
    assert await refused(strict_server, "ola") == 403
    other = await strict_server.talk("jan")
    await talks.pop().close()
    for _ in range(50):  # the server learns of the goodbye in its own time
        try:
            talks.append(await strict_server.talk("ola"))
            break
        except InvalidStatus:
            await asyncio.sleep(0.1)
    assert len(talks) == 20
    for talk in (*talks, other):
        await talk.close()


async def test_an_address_has_a_hundred(strict_server: Server) -> None:
    talks = [await strict_server.talk() for _ in range(100)]
    assert await refused(strict_server) == 403
    for talk in talks:
        await talk.close()
