"""Frames of what passes: it is not kept, and so has no number."""

from typing import TYPE_CHECKING, Any

from realtime.live.outlet import Frame
from realtime.live.presence import unseen_by
from realtime.live.served import Served
from realtime.live.streams import encoded

if TYPE_CHECKING:
    from realtime.live.consumer import Socket


def passing(type: str, served: Served, **more: Any) -> Frame:
    """A frame for whoever watches the channel now."""
    return Frame(encoded({"type": type, "channel": served.channel.name, **more}))


class Presences:
    """The word of who is here: packed once for all, but for those between whom there is a block."""

    def __init__(self, served: Served, data: dict[str, Any]) -> None:
        self._served, self._data = served, data
        self._whole = passing("presence", served, data=data)
        self._handles = {person["handle"] for person in data["people"]}

    def for_socket(self, socket: "Socket") -> Frame:
        gone = self._handles & unseen_by(socket.viewer)
        if not gone:
            return self._whole
        people = [person for person in self._data["people"] if person["handle"] not in gone]
        data = {**self._data, "people": people, "count": self._data["count"] - len(gone)}
        return passing("presence", self._served, data=data)
