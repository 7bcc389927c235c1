"""A TCP proxy that can be told to be slow, to cut, to lie, or to answer in the other's place."""

import asyncio
import random
import threading
from urllib.parse import urlsplit, urlunsplit

from tests.setup.place import free_port

CHUNK = 64 * 1024
PASS, SLOW, CUT, GARBLE, TRUNCATE, ANSWER, DEAF, HOLD = (
    "pass", "slow", "cut", "garble", "truncate", "answer", "deaf", "hold",
)  # fmt: skip


class Proxy:
    """Stands before the server of an address; `url` is the address with the proxy in the server's place.

    `be(mode)` holds for what comes next, on connections that are open too:

    - "pass": everything goes through
    - "slow": every answer comes `seconds` later
    - "cut": connections are reset in the middle of an answer, and new ones at once
    - "garble": a tenth of an answer's bytes are others
    - "truncate": half of each answer, then the end
    - "deaf": accepts, and never answers
    - "hold": what was open stays so for good, but nothing comes over it any more, as through a router that has
      forgotten it; new connections go through
    - "answer": an HTTP answer of `status` with `body`, without asking the server
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._server = parts.hostname or "127.0.0.1", parts.port or 0
        self.port = free_port()
        user = f"{parts.username}:{parts.password}@" if parts.username else ""
        self.url = urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{self.port}"))
        self.mode, self.seconds, self.status, self.body = PASS, 0.0, 429, b"{}"
        self.connections = 0
        """How many have been made since the proxy began to be as it is."""
        self._chance = random.Random(1)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._held: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def be(
        self, mode: str, *, seconds: float = 0.0, status: int = 429, body: bytes = b"{}"
    ) -> None:
        before, self.mode = self.mode, mode
        self.seconds, self.status, self.body = seconds, status, body
        self.connections = 0
        if mode == HOLD:
            self._held |= self._open
        if {before, mode} & {CUT, DEAF, ANSWER}:  # what is open would stay as it was
            self._loop.call_soon_threadsafe(self._drop)

    def _drop(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=512)
        )
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.1))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            if self.mode == CUT:
                writer.transport.abort()
            elif self.mode == DEAF:
                while await reader.read(CHUNK):
                    pass
            elif self.mode == ANSWER:
                await self._answer(reader, writer)
            else:
                await self._join(reader, writer)
        except (OSError, EOFError, asyncio.IncompleteReadError):
            return
        finally:
            self._open.discard(writer)
            self._held.discard(writer)
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(self._host, self._server)
        self._open.add(up_writer)
        there = asyncio.create_task(self._pump(reader, up_writer))
        back = asyncio.create_task(self._back(up_reader, writer))
        try:
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)
        finally:
            there.cancel()
            back.cancel()
            await asyncio.gather(there, back, return_exceptions=True)
            self._open.discard(up_writer)
            up_writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            if writer in self._held:
                continue
            if self.mode == SLOW:
                await asyncio.sleep(self.seconds)
            if self.mode == GARBLE:
                data = self._garbled(data)
            if self.mode == TRUNCATE:
                writer.write(data[: len(data) // 2])
                await writer.drain()
                return
            writer.write(data)
            await writer.drain()
        with_end = writer.can_write_eof()
        if with_end:
            writer.write_eof()

    def _garbled(self, data: bytes) -> bytes:
        wrong = bytearray(data)
        for _ in range(max(1, len(wrong) // 10)):
            wrong[self._chance.randrange(len(wrong))] = self._chance.randrange(256)
        return bytes(wrong)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request after another, each with the same words."""
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            for line in head.split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    await reader.readexactly(int(line.split(b":")[1]))
            told = (
                f"HTTP/1.1 {self.status} No\r\nX-Elastic-Product: Elasticsearch\r\n"
                "Content-Type: application/vnd.elasticsearch+json;compatible-with=8\r\n"
                f"Content-Length: {len(self.body)}\r\n\r\n"
            )
            writer.write(told.encode() + (b"" if head.startswith(b"head ") else self.body))
            await writer.drain()
