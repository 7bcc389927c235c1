"""The line to Elasticsearch: short patience, no hidden retries, and a rest after repeated failure."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.protocol import EngineAway

ASKING = 1.0
"""Seconds that a question may take."""
WRITING = 20.0
FAILURES = 3
"""So many failures in a row, and questions go elsewhere for a while."""
REST = 10.0


def client(timeout: float) -> Elasticsearch:
    return _client(settings.ELASTICSEARCH_URL).options(
        request_timeout=timeout, max_retries=0, retry_on_timeout=False
    )


@lru_cache(maxsize=4)
def _client(url: str) -> Elasticsearch:
    parts = urlsplit(url)
    if parts.port is None:
        # The client wants a port said; people write the address without one.
        url = urlunsplit(
            parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 9200}")
        )
    return Elasticsearch(url, max_retries=0, retry_on_timeout=False, connections_per_node=20)


class Breaker:
    """Counts failures in a row. While it rests nobody waits for a server that does not answer."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0
        self._lock = Lock()

    def resting(self) -> bool:
        return time.monotonic() < self._until

    def worked(self) -> None:
        with self._lock:
            self._failures, self._until = 0, 0.0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._until = time.monotonic() + REST


questions, writes = Breaker(), Breaker()


@contextmanager
def talking(breaker: Breaker) -> Iterator[None]:
    """Turns whatever goes wrong on the line into EngineAway, and counts it."""
    if breaker.resting():
        raise EngineAway("Elasticsearch rests after failures")
    try:
        yield
    except EngineAway:
        breaker.failed()
        raise
    except (ApiError, TransportError, OSError, ValueError, KeyError, TypeError) as error:
        # Half an answer, or another server's, shows as a missing key or a wrong type.
        breaker.failed()
        raise EngineAway(f"{type(error).__name__}: {error}"[:300]) from error
    breaker.worked()
