"""The shared cache on Redis, by clients that are kept: Django makes a new one for every word that it asks for,
which costs more than the asking."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


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

    def count(self, key: str, amount: int, timeout: int) -> int:
        """`add(key, 0, timeout)` and `incr(key, amount)` in one going and coming."""
        made = self.make_and_validate_key(key)
        asked = self._cache.get_client(made, write=True).pipeline()
        asked.set(made, 0, ex=timeout, nx=True)
        asked.incrby(made, amount)
        return int(asked.execute()[1])
