"""How fast one message reaches many sockets of one room.

    python tests/bench/bench_chat.py [--clients 1000] [--messages 60] [--rate 1]

Starts the site's own Daphne on an empty database, opens the sockets, and has one member speak: first as
fast as everybody has got the last message (deliveries a second), then so many a second (how long one
takes to reach whom). The same clients are then served by a bare loop that writes ready bytes into 1,000
connections: what the machine can do at all, and what the ratio at the end is to. Nothing is asserted.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import struct
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from tests.realtime.server import Server, free_port  # noqa: E402

SIZE = 200
"""Characters of a message."""
Times = list[float]


class Meter:
    """What all clients have got of the message that is on its way."""

    def __init__(self) -> None:
        self.times: Times = []
        self.want = 0
        self.all_here = asyncio.Event()
        self.sent_at = 0.0

    def expect(self, count: int) -> None:
        self.want += count
        self.all_here.clear()
        self.sent_at = time.perf_counter()

    def delivery(self) -> None:
        self.times.append(time.perf_counter() - self.sent_at)
        if len(self.times) >= self.want:
            self.all_here.set()


class Client(asyncio.Protocol):
    """As little of a websocket client as will do: it shares the machine with the server."""

    def __init__(
        self, host: str, origin: str, hello: str, meter: Meter, ready: asyncio.Future[None]
    ):
        self.host, self.origin, self.hello = host, origin, hello
        self.meter, self.ready = meter, ready
        self.buffer = bytearray()
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/ HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Origin: {self.origin}\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.open:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self.buffer.startswith(b"HTTP/1.1 101"), bytes(self.buffer[:100])
            del self.buffer[: end + 4]
            self.open = True
            self.transport.write(masked(self.hello))
        self._frames()

    def _frames(self) -> None:
        buffer, at = self.buffer, 0
        while len(buffer) - at >= 2:
            length, head = buffer[at + 1] & 127, 2
            if length == 126:
                if len(buffer) - at < 4:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            if len(buffer) - at < head + length:
                break
            payload = buffer[at + head : at + head + length]
            if payload.startswith(b'{"type":"message.created"'):
                self.meter.delivery()
            elif payload.startswith(b'{"type":"subscribed"') and not self.ready.done():
                self.ready.set_result(None)
            at += head + length
        del buffer[:at]


def masked(text: str) -> bytes:
    payload, mask = text.encode(), os.urandom(4)
    body = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return struct.pack("!BB", 0x81, 0x80 | len(payload)) + mask + body


def unmasked(text: str) -> bytes:
    payload = text.encode()
    return struct.pack("!BBH", 0x81, 126, len(payload)) + payload


async def connect(port: int, count: int, hello: str, meter: Meter) -> list[Client]:
    loop = asyncio.get_running_loop()
    clients: list[Client] = []
    host = f"127.0.0.1:{port}"
    for start in range(0, count, 50):
        some = []
        for _ in range(start, min(count, start + 50)):
            ready: asyncio.Future[None] = loop.create_future()
            client = Client(host, f"http://{host}", hello, meter, ready)
            await loop.create_connection(lambda client=client: client, "127.0.0.1", port)
            some.append(client)
        await asyncio.wait_for(asyncio.gather(*(client.ready for client in some)), 60)
        clients += some
    return clients


async def closed_loop(meter: Meter, clients: int, messages: int, send) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    for _ in range(messages):
        meter.expect(clients)
        await send()
        await asyncio.wait_for(meter.all_here.wait(), 30)
    return clients * messages / (time.perf_counter() - began)


def at(times: Times, share: float) -> float:
    ordered = sorted(times)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(server: Server, clients: int, messages: int, rate: float) -> dict[str, object]:
    assert server.process is not None
    meter, pid, before = Meter(), server.process.pid, server.rss()
    room = server.made["market"]
    hello = json.dumps({"type": "subscribe", "channel": f"room:{room}"})
    open_clients = await connect(server.port, clients, hello, meter)
    memory = (server.rss() - before) / clients / 1024
    member = await server.talk("ola")

    async def send() -> None:
        frame = {"type": "message.send", "channel": f"room:{room}", "client_id": str(uuid.uuid4())}
        await member.connection.send(json.dumps({**frame, "body": "x" * SIZE}))

    await closed_loop(meter, clients, 3, send)
    meter.times.clear()
    meter.want = 0
    spent = cpu(pid)
    speed = await closed_loop(meter, clients, messages, send)
    spent = cpu(pid) - spent
    result: dict[str, object] = {
        "deliveries_a_second": round(speed),
        "cpu_us_a_delivery": round(1e6 * spent / (clients * messages), 1),
        "full_speed_p50_ms": at(meter.times, 0.5),
        "full_speed_p99_ms": at(meter.times, 0.99),
        "lost": meter.want - len(meter.times),
        "kib_a_client": round(memory, 1),
    }
    meter.times.clear()
    meter.want = 0
    for _ in range(8):
        meter.expect(clients)
        await send()
        await asyncio.sleep(1 / rate)
    await asyncio.wait_for(meter.all_here.wait(), 30)
    result |= {
        f"at_{rate:g}_a_second_p50_ms": at(meter.times, 0.5),
        f"at_{rate:g}_a_second_p99_ms": at(meter.times, 0.99),
        "lost_at_rate": meter.want - len(meter.times),
    }
    for client in open_clients:
        client.transport.abort()
    await member.close()
    return result


async def floor(clients: int, messages: int) -> float:
    """The bare loop: no room, no database, no framework, in this very process."""
    port, writers = free_port(), []
    frame = unmasked('{"type":"message.created","data":"' + "x" * (SIZE * 3) + '"}')

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        key = next(
            line for line in head.split("\r\n") if line.startswith("Sec-WebSocket-Key")
        ).split(": ")[1]
        guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1((key + guid).encode()).digest()).decode()
        writer.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
            + unmasked('{"type":"subscribed"}' + " " * 150)
        )
        writers.append(writer)
        await reader.read()

    async with await asyncio.start_server(serve, "127.0.0.1", port):
        meter = Meter()
        open_clients = await connect(port, clients, "{}", meter)

        async def send() -> None:
            for writer in writers:
                writer.write(frame)

        speed = await closed_loop(meter, clients, messages, send)
        for client in open_clients:
            client.transport.abort()
        await asyncio.sleep(0.2)
    return speed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=60)
    parser.add_argument("--rate", type=float, default=1.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rynek-bench-") as folder:
        server = Server(Path(folder), REDIS_URL=os.environ.get("TEST_REDIS_URL", ""))
        try:
            server.prepare()
            server.start()
            figures = asyncio.run(measure(server, given.clients, given.messages, given.rate))
        finally:
            server.stop()
    bare = asyncio.run(floor(given.clients, given.messages))
    figures["bare_loop_deliveries_a_second"] = round(bare)
    figures["ratio_to_bare_loop"] = round(float(str(figures["deliveries_a_second"])) / bare, 2)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
