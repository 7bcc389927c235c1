"""Places where somebody writes: words such as "topic-12-reply", one draft each. The rooms register
what a place is called and where it lies."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User

LENGTH = 60


@dataclass(frozen=True)
class Named:
    """A place for its writer: what is being written there, and the page on which it goes on. Where nothing
    is written any more, `open` is false and the page is the one that says so."""

    title: str
    url: str
    open: bool = True


Describe = Callable[[User, Sequence[str]], Mapping[str, Named]]
"""Of these places those that the person may (still) see."""


@dataclass(frozen=True)
class Kind:
    pattern: str
    describe: Describe


kinds: dict[str, Kind] = {}


def register(kind: str, pattern: str, describe: Describe) -> None:
    """Places of this kind begin with its name and a dash, and are whole matches of `pattern`."""
    kinds[kind] = Kind(pattern, describe)


def is_place(raw: object) -> bool:
    if not isinstance(raw, str) or len(raw) > LENGTH:
        return False
    kind = kinds.get(kind_of(raw))
    return kind is not None and re.fullmatch(kind.pattern, raw, re.ASCII) is not None


def kind_of(place: str) -> str:
    return place.split("-", 1)[0]


def described(person: User, places: Sequence[str]) -> dict[str, Named]:
    """Those that are still places for the person. One statement a kind."""
    found: dict[str, Named] = {}
    for name, kind in kinds.items():
        mine = [place for place in places if kind_of(place) == name and is_place(place)]
        if mine:
            found.update(kind.describe(person, mine))
    return found


def numbers_of(place: str) -> list[int]:
    """The figures in a place, in their order; none larger than an id can be."""
    return [min(int(part), 2**63 - 1) for part in place.split("-") if part.isdecimal()]
