"""Who is in a room just now: kept in memory by each process, told to the others in passing."""

from typing import Any

from accounts.models import User
from accounts.viewer import Viewer

TELL_EVERY = 20.0
"""Seconds between two words of a process about a room where nothing changes."""
FORGET_AFTER = 45.0
"""Seconds after which a process that says nothing is taken to have ended."""
FEWEST_SECONDS = 1.0
WATCHERS_A_SECOND = 200
"""A full room hears less often who came and went: every word goes to everybody in it."""
MOST_NAMED = 50

NOBODY: frozenset[str] = frozenset()
Person = tuple[int, str, str]
"""Id, handle, name."""


def shows(person: User) -> bool:
    """Whether this person lets others see that they are here."""
    return person.shows_presence


def unseen_by(viewer: Viewer) -> frozenset[str]:
    """Handles of those whom the viewer must not see come and go (accounts.hushing)."""
    names = viewer.unseen if isinstance(viewer, User) else ""
    return frozenset(names.split()) if names else NOBODY


class Presence:
    __slots__ = ("_elsewhere", "_here", "_next", "_stir", "_told", "guests")

    def __init__(self) -> None:
        self._here: dict[int, tuple[int, Person]] = {}
        self.guests = 0
        """Sockets of visitors, and of people who do not want to be seen."""
        self._elsewhere: dict[str, tuple[float, list[Person], int]] = {}
        self._told: dict[str, Any] | None = None
        self._stir = False
        self._next = 0.0

    def enter(self, viewer: Viewer) -> None:
        self._stir, self._told = True, None
        if isinstance(viewer, User) and shows(viewer):
            tabs = self._here[viewer.pk][0] if viewer.pk in self._here else 0
            self._here[viewer.pk] = (tabs + 1, (viewer.pk, viewer.handle, viewer.name))
        else:
            self.guests += 1

    def stir(self) -> None:
        """Somebody is to be told anew, though nobody came or went."""
        self._stir, self._told = True, None

    def leave(self, viewer: Viewer) -> None:
        self._stir = True
        if isinstance(viewer, User) and shows(viewer) and viewer.pk in self._here:
            tabs, person = self._here[viewer.pk]
            if tabs > 1:
                self._here[viewer.pk] = (tabs - 1, person)
            else:
                del self._here[viewer.pk]
        else:
            self.guests = max(0, self.guests - 1)

    def due(self, now: float) -> dict[str, Any] | None:
        """What to tell the other processes (and ourselves) now, if it is time."""
        calm = now < self._next + TELL_EVERY
        if now < self._next or (calm and not self._stir):
            return None
        watchers = len(self._here) + self.guests
        self._next = now + max(FEWEST_SECONDS, watchers / WATCHERS_A_SECOND)
        self._stir = False
        people = [list(person) for _, person in self._here.values()]
        return {"people": people[:MOST_NAMED], "guests": self.guests}

    def merge(self, message: dict[str, Any], now: float) -> dict[str, Any] | None:
        """What the room is told after a process has told of itself; None if nothing is new."""
        people = [(int(pk), str(handle), str(name)) for pk, handle, name in message["people"]]
        self._elsewhere[message["hub"]] = (now, people, message["guests"])
        for hub, (heard, _, _) in list(self._elsewhere.items()):
            if now - heard > FORGET_AFTER:
                del self._elsewhere[hub]
        everybody: dict[int, Person] = {}
        for _, some, _ in self._elsewhere.values():
            everybody.update((person[0], person) for person in some)
        data = {
            "count": len(everybody),
            "guests": sum(guests for _, _, guests in self._elsewhere.values()),
            "people": [
                {"handle": handle, "name": name, "url": f"/people/{handle}/"}
                for _, handle, name in sorted(everybody.values(), key=lambda person: person[2])
            ][:MOST_NAMED],
        }
        if data == self._told:
            return None
        self._told = data
        return data
