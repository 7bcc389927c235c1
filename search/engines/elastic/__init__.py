"""Elasticsearch, fed from the entries by the outbox. Search goes on without it.

Its client is a large library (a second to import, 30 MB): where no server is set, nothing imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from search.documents import Place

if TYPE_CHECKING:
    from search.engines.elastic.asking import ElasticEngine
    from search.engines.elastic.feed import Ready


def in_use() -> bool:
    return bool(settings.ELASTICSEARCH_URL)


def resting() -> bool:
    """Whether writing has failed so often that it should be left alone for a while."""
    if not in_use():
        return False
    from search.engines.elastic.link import writes

    return writes.resting()


def engine() -> ElasticEngine:
    from search.engines.elastic.asking import ElasticEngine

    return ElasticEngine()


def tell(kind: str, places: Sequence[Place], ready: Ready) -> None:
    """Sends the entries at these places as they are now; what has none is removed there too.

    Raises EngineAway. Without Elasticsearch it does nothing.
    """
    if in_use() and places:
        from search.engines.elastic import feed

        feed.tell(kind, places, ready)


def make_sure() -> bool:
    """Fills a server that is new or has lost its index, also while nothing changes. Nothing is left
    to do afterwards: False."""
    if in_use() and not resting():
        from search.engines.elastic import feed

        feed.make_sure()
    return False


def rebuild(progress: Callable[[int], None]) -> int:
    """Copies all entries into a new index and lets it answer in the same instant; how many they were.

    The old index answers until then, and both hear of changes. Raises EngineAway.
    """
    from search.engines.elastic import feed

    return feed.rebuild(progress)


def drift(fix: bool) -> Iterator[str]:
    """A sentence for each entry that is missing there, has another version, or is there alone.

    What waits in the outbox is left out. Raises EngineAway.
    """
    from search.engines.elastic import differences

    return differences.drift(fix)
