"""What hardly ever changes (the words, the units, the networks), kept while nothing of it has.

A page that asks for a result of the directory reads the versions first, in one statement, and looks
everything of this up under them. Outside of such a reading nothing is kept and nothing is old.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache
from django.core.cache import caches
from django.utils.translation import get_language

from directory.finding.atlas import Atlas
from directory.versions import directory_version
from kernel.pages import epoch

T = TypeVar("T")
_SECONDS = 3_600
_read: ContextVar[tuple[int, ...] | None] = ContextVar("directory_reference", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """One look at the directory, from the address to the page. Never around anything that writes."""
    token = _read.set(directory_version())
    try:
        yield
    finally:
        _read.reset(token)


def version() -> tuple[int, ...]:
    """The versions that this reading began with; outside of one, those of now."""
    known = _read.get()
    return directory_version() if known is None else known


DIRECTORY, REGIONS, WORDS = range(3)
"""Places of the counters in a version."""


def kept(name: str, make: Callable[[], T], *, of: int | None = None) -> T:
    """What `make` gives, from the cache while no version has risen, or while that one has not which it is
    made `of` alone. One entry a name and language: what is old is written over."""
    known = _read.get()
    if known is None:
        return make()
    key, stamp = (
        f"directory:{name}:{get_language() or ''}",
        (epoch(), known if of is None else known[of]),
    )
    entry: tuple[object, T] | None = caches["local"].get(key)
    if entry is None or entry[0] != stamp:
        entry = (stamp, make())
        caches["local"].set(key, entry, _SECONDS)
    return entry[1]


_atlases: LRUCache[object, Atlas] = LRUCache(16)
_lock = Lock()


def atlas_of(chosen: Sequence[str]) -> Atlas:
    """The units with the outlines that a map of the chosen ones draws; some are kept, since they are large
    and asked for again and again."""
    key = (epoch(), version()[REGIONS], tuple(chosen))
    with _lock:
        found = _atlases.get(key)
    if found is None:
        found = Atlas(chosen)
        with _lock:
            _atlases[key] = found
    return found
