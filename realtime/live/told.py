"""An event as it goes out, and as each of those who watch may have it.

Most channels have an audience: whoever watches gets the same frame. A conversation has readers, each
from the number on after which they came in. Who is no reader gets nothing, however late the sweep is;
who came later gets a change of what was said before as a trace: its number, without the text.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from realtime.live.outlet import Frame

Readers = Mapping[int, int]
"""Person's id → the number after which they may read."""


class Told(NamedTuple):
    """An event's number, its encoded frame, and who may have it: None for whoever watches."""

    seq: int
    text: str
    readers: Readers | None = None


def trace_of(frame: dict[str, Any]) -> dict[str, Any]:
    """The event without what it is about."""
    about = frame["data"]
    numbers = {name: about[name] for name in ("id", "seq") if name in about}
    return {**frame, "data": {**numbers, "removed": True}}


def is_before(frame: dict[str, Any], floor: int) -> bool:
    """Whether the event changes something that was said up to this number."""
    return int(frame["data"].get("seq", 0)) <= floor


class Copies:
    """The frames of one event: packed once for all who may have the whole of it."""

    __slots__ = ("_read", "_told", "_trace", "open", "whole")

    def __init__(self, told: Told) -> None:
        self.open = told.readers is None
        """Whether everybody gets the same."""
        self.whole = Frame(told.text)
        self._told = told
        self._read: dict[str, Any] | None = None
        self._trace: Frame | None = None

    def of(self, person_id: int | None) -> Frame | None:
        """What this person gets; None for nothing at all."""
        readers = self._told.readers
        if readers is None:
            return self.whole
        floor = readers.get(person_id or 0)
        if floor is None or self._told.seq <= floor:
            return None
        if not floor:
            return self.whole
        if self._read is None:
            self._read = json.loads(self._told.text)
        if not is_before(self._read, floor):
            return self.whole
        if self._trace is None:
            self._trace = Frame(json.dumps(trace_of(self._read), separators=(",", ":")))
        return self._trace
