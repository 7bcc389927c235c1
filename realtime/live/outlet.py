"""Where the frames of one socket go out. Writing never waits: what a slow reader has outstanding is
known (`waiting`), and the hub stops giving them more.

ASGI's `send` tells nothing of that under Daphne, and costs a coroutine and an encoding for each
socket. So under Daphne and uvicorn a frame is encoded once for all sockets and handed straight to
the transport; under any other server frames go through a queue and `send`.
"""

import asyncio
import struct
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

Send = Callable[[dict[str, Any]], Awaitable[None]]

OPEN = 3
"""The state of Autobahn's protocol in which frames may be sent."""


class Frame:
    """A text frame, encoded for the wire once, however many sockets get it."""

    __slots__ = ("_packed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        """The bytes of an unfragmented, unmasked text frame (RFC 6455, 5.2)."""
        if self._packed is None:
            payload = self.text.encode()
            length = len(payload)
            if length < 126:
                head = struct.pack("!BB", 0x81, length)
            elif length < 65536:
                head = struct.pack("!BBH", 0x81, 126, length)
            else:
                head = struct.pack("!BBQ", 0x81, 127, length)
            self._packed = head + payload
        return self._packed


class Outlet(Protocol):
    @property
    def waiting(self) -> int:
        """Bytes written that have not left this process."""

    def write(self, frame: Frame) -> None:
        """Sends the frame, now or soon. Does nothing once the socket is closed."""

    def close(self, code: int) -> None:
        """Ends the socket after what was written."""


class DaphneOutlet:
    """Writes to the connection behind Daphne's `send`."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    @property
    def waiting(self) -> int:
        transport = self._protocol.transport
        return int(len(transport.dataBuffer) - transport.offset + transport._tempDataLen)

    def write(self, frame: Frame) -> None:
        protocol = self._protocol
        transport = protocol.transport
        if protocol.state != OPEN or not transport.connected:
            return
        data = frame.packed
        if not transport.dataBuffer and not transport._tempDataBuffer:
            # Straight to the kernel: the reactor would watch for writability first, which costs
            # more than the sending. Not a number means that the connection is lost.
            sent = transport.writeSomeData(data)
            if sent == len(data):
                return
            if isinstance(sent, int):
                data = data[sent:]
        transport.write(data)

    def close(self, code: int) -> None:
        if self._protocol.state != OPEN:
            return
        # Not `sendClose`, which knows no code for a server that is restarted.
        self._protocol.sendCloseFrame(code=code)
        transport = self._protocol.transport
        if transport.connected and self.waiting:
            transport.doWrite()  # now: when the server stops there is no later


class QueueOutlet:
    """Writes through ASGI's `send`, one frame after the other, in a task while there are any."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: deque[Frame | int] = deque()
        self._waiting = 0
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._begun = False
        """Whether the server has sent a frame: then its handshake is over, too."""

    @property
    def waiting(self) -> int:
        return self._waiting

    def write(self, frame: Frame) -> None:
        if not self._closed:
            self._waiting += len(frame.text)
            self._put(frame)

    def close(self, code: int) -> None:
        if not self._closed:
            self._put(code)
            self._closed = True

    def _put(self, item: Frame | int) -> None:
        self._queue.append(item)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                item = self._queue.popleft()
                if isinstance(item, int):
                    await self._send({"type": "websocket.close", "code": item})
                else:
                    await self._send({"type": "websocket.send", "text": item.text})
                    self._waiting -= len(item.text)
                    self._begun = True
        except Exception:  # the other side is gone; the server tells the application so
            self._closed = True
            self._queue.clear()
        finally:
            self._task = None


class UvicornOutlet(QueueOutlet):
    """Writes to the connection behind uvicorn's `send`, after the first frame, which still waits for the
    handshake; and so does the end. A frame that is not compressed may stand among those of any connection
    (RFC 7692, 6)."""

    def __init__(self, send: Send, protocol: Any) -> None:
        super().__init__(send)
        self._protocol = protocol

    @property
    def waiting(self) -> int:
        return super().waiting + int(self._protocol.transport.get_write_buffer_size())

    def write(self, frame: Frame) -> None:
        if not self._begun or self._task is not None:
            super().write(frame)
            return
        transport = self._protocol.transport
        over = self._closed or getattr(self._protocol, "close_sent", False)
        if not over and not transport.is_closing():
            transport.write(frame.packed)


def outlet_for(send: Send) -> Outlet:
    """The quickest way out that this server offers."""
    if isinstance(send, partial) and send.args:
        protocol = send.args[0]
        transport = getattr(protocol, "transport", None)
        # Over TLS, bytes must pass its wrapper, which has no such method.
        if hasattr(protocol, "serverClose") and hasattr(transport, "writeSomeData"):
            return DaphneOutlet(protocol)
    protocol = getattr(send, "__self__", None)
    if type(protocol).__module__.startswith("uvicorn.protocols.websockets."):
        transport = getattr(protocol, "transport", None)
        if hasattr(transport, "get_write_buffer_size"):
            return UvicornOutlet(send, protocol)
    return QueueOutlet(send)
