"""A page that watches a room by the socket, through whatever happens, and asks for what it has missed."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from tests.faults.load import People, messages_of
from tests.setup.production import Production


class Follower:
    """`read` is what it was told, in order: (seq, body). `codes`: with what it was sent away. `turned_away`:
    why it could not even begin."""

    def __init__(self, site: Production, room: int) -> None:
        self.site, self.room = site, room
        self.read: list[tuple[int, str]] = []
        self.codes: list[int] = []
        self.turned_away: list[str] = []
        self.wrong: list[str] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> "Follower":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(30)

    def until(self, messages: list[tuple[int, str]], seconds: float) -> float:
        """Until it knows of all of them; the seconds it took."""
        began = time.monotonic()
        while len(self.read) < len(messages):
            assert time.monotonic() - began < seconds, (len(self.read), len(messages))
            time.sleep(0.02)
        return time.monotonic() - began

    def _follow(self) -> None:
        where = f"{self.site.address.replace('http', 'ws')}/ws/"
        while not self._end.is_set():
            try:
                with connect(where, origin=self.site.address, open_timeout=10) as socket:  # type: ignore[arg-type]
                    after = self.read[-1][0] if self.read else 0
                    frame = {"type": "subscribe", "channel": f"room:{self.room}", "after": after}
                    socket.send(json.dumps(frame))
                    while not self._end.is_set():
                        try:
                            self._take(json.loads(socket.recv(timeout=0.5)))
                        except TimeoutError:
                            continue
            except ConnectionClosed as closed:
                self.codes.append(closed.rcvd.code if closed.rcvd else 1006)
            except (WebSocketException, OSError, EOFError, TimeoutError) as error:
                self.turned_away.append(repr(error))
            self._end.wait(0.2)

    def _take(self, frame: dict[str, object]) -> None:
        if frame["type"] == "error":
            self.wrong.append(json.dumps(frame))
        if frame["type"] == "message.created":
            data = frame["data"]
            assert isinstance(data, dict)
            self.read.append((int(str(frame["seq"])), str(data["body"])))


@contextmanager
def watched(site: Production, people: People, count: int = 4) -> Iterator[list[Follower]]:
    """Some who watch the room for the length of a block."""
    with ExitStack() as stack:
        yield [stack.enter_context(Follower(site, people.room)) for _ in range(count)]


def all_told(
    site: Production, people: People, followers: list[Follower], seconds: float = 15.0
) -> float:
    """Every one was told what the database holds, once, in order; the seconds until the last was."""
    kept = messages_of(site, people)
    took = max(one.until(kept, seconds) for one in followers)
    for one in followers:
        assert one.read == kept
        assert one.wrong == []
    return took
