"""The shared cache on Redis, by clients that are kept: Django makes a new one for every word that it asks for,
which costs more than the asking."""

import time
from collections.abc import Sequence
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

SPARE = 5
"""Seconds for which a window that is over is still kept: clocks differ."""
REST = 5.0
"""Seconds for which a Redis that was away is not asked again by a thread: each asking may cost a second, and
one writing asks for several limits."""


class _KeptClients(RedisCacheClient):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """One for reading and one for writing. There is one server; a client is safe to share between
        threads, and its connections notice a fork."""
        client = self._kept.get(write)
        if client is None:
            client = self._kept[write] = super().get_client(key, write=write)
        return client


class KeptRedisCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeptClients
        self._rests_until = 0.0

    def count(self, windows: Sequence[tuple[str, int]], amount: int) -> list[int]:
        """`add(key, 0, seconds)` and `incr(key, amount)` of several (key, seconds) in one going and coming.
        Raises what the client raises when Redis is away; for REST seconds after that ConnectionError at once."""
        if time.monotonic() < self._rests_until:
            raise ConnectionError("Redis was away a moment ago")
        try:
            return self._count(windows, amount)
        except Exception:
            self._rests_until = time.monotonic() + REST
            raise

    def _count(self, windows: Sequence[tuple[str, int]], amount: int) -> list[int]:
        asked = self._cache.get_client(write=True).pipeline(transaction=False)
        for key, seconds in windows:
            made = self.make_and_validate_key(key)
            asked.set(made, 0, ex=seconds + SPARE, nx=True)
            asked.incrby(made, amount)
        return [int(counted) for counted in asked.execute()[1::2]]
