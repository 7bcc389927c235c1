"""The layer of the embedded set-up, and the socket under a server that is not Daphne."""

import asyncio
import threading

import pytest
from channels.exceptions import ChannelFull
from channels.testing import WebsocketCommunicator

from realtime.layers import LocalLayer
from realtime.live import threads
from realtime.live.consumer import socket_application
from realtime.live.outlet import Frame
from tests.cast import Cast


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> object:
    """All database work of the socket in one thread, which ends with the test."""
    monkeypatch.setattr(threads, "THREADS", 1)
    yield
    threads.retire()


async def test_a_layer_carries_from_any_thread() -> None:
    layer = LocalLayer()
    await layer.group_add("pokoj", "ja")

    def elsewhere() -> None:
        asyncio.run(layer.group_send("pokoj", {"type": "hint", "seq": 7}))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert await asyncio.wait_for(layer.receive("ja"), 5) == {"type": "hint", "seq": 7}
    thread.join()


async def test_a_layer_drops_what_does_not_fit() -> None:
    layer = LocalLayer(capacity=2)
    await layer.group_add("pokoj", "ja")
    for number in range(5):
        await layer.group_send("pokoj", {"type": "hint", "seq": number})
    assert [(await layer.receive("ja"))["seq"] for _ in range(2)] == [0, 1]
    await layer.send("ja", {"type": "a"})
    await layer.send("ja", {"type": "b"})
    with pytest.raises(ChannelFull):
        await layer.send("ja", {"type": "c"})


async def test_who_has_left_a_group_hears_nothing() -> None:
    layer = LocalLayer()
    await layer.group_add("pokoj", "ja")
    await layer.group_add("inny", "ja")
    await layer.group_discard("pokoj", "ja")
    await layer.group_send("pokoj", {"type": "hint", "seq": 1})
    await layer.group_send("inny", {"type": "hint", "seq": 2})
    assert (await layer.receive("ja"))["seq"] == 2


def test_a_reader_that_is_gone_is_forgotten() -> None:
    layer = LocalLayer()
    asyncio.run(layer.group_add("pokoj", "ja"))
    asyncio.run(layer.group_send("pokoj", {"type": "hint"}))
    assert not layer._boxes
    assert not layer._groups


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_a_frame_is_packed_as_any_client_reads_it(length: int) -> None:
    from websockets.frames import Frame as Read
    from websockets.streams import StreamReader

    reader = StreamReader()
    text = "ł" * (length // 2) + "x" * (length % 2)
    reader.feed_data(Frame(text).packed)
    parser = Read.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as done:
        next(parser)
    assert done.value.value.data.decode() == text
    assert done.value.value.fin


@pytest.mark.django_db(transaction=True)
async def test_the_socket_speaks_plain_asgi(one_thread: object) -> None:
    cast = await threads.in_thread(_cast)
    token = await threads.in_thread(_token, cast)
    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {token}".encode())]
    socket = WebsocketCommunicator(socket_application, "/ws/", headers=headers)
    assert await socket.connect(timeout=20) == (True, None)
    channel = f"room:{cast.market.pk}"
    await socket.send_json_to({"type": "subscribe", "channel": channel})
    assert (await socket.receive_json_from(timeout=20))["type"] == "subscribed"
    send = {"type": "message.send", "channel": channel, "client_id": "a", "body": "hej"}
    await socket.send_json_to(send)
    found = {}
    while len(found) < 2:
        frame = await socket.receive_json_from(timeout=20)
        found[frame["type"]] = frame
        found.pop("presence", None)
    assert found["ack"]["seq"] == found["message.created"]["seq"] == 1
    await socket.send_to(text_data="{")
    assert (await socket.receive_json_from(timeout=20))["code"] == "invalid"
    await socket.disconnect(timeout=20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "headers",
    [
        [(b"host", b"testserver"), (b"cookie", b"session=x")],
        [(b"host", b"testserver"), (b"origin", b"http://zly.example")],
        [(b"host", b"testserver"), (b"origin", b"null")],
        [(b"host", b"testserver"), (b"origin", b"https://testserver")],
        [
            (b"host", b"testserver"),
            (b"origin", b"http://testserver"),
            (b"origin", b"http://zly.example"),
        ],
        [(b"host", b"testserver"), (b"authorization", b"Bearer nonsense")],
    ],
)
async def test_who_is_not_let_in(one_thread: object, headers: list[tuple[bytes, bytes]]) -> None:
    socket = WebsocketCommunicator(socket_application, "/ws/", headers=headers)
    connected, code = await socket.connect(timeout=20)
    assert (connected, code) == (False, 4403)


def _cast() -> Cast:
    from tests.cast import assemble

    return assemble()


def _token(cast: Cast) -> str:
    from accounts.tokens import make_token

    return make_token(cast.ola)
