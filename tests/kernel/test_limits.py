"""Limits hold, also when the shared cache is away."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from kernel.limits import LIMITS, spend
from kernel.refusals import TooMany


@pytest.fixture(autouse=True)
def _limits_as_in_life(settings: Any) -> Iterator[None]:
    settings.RATE_LIMIT_FACTOR = 1
    with time_machine.travel(1_800_000_000, tick=False):
        yield


def test_the_one_too_many_is_told_when_to_come_back() -> None:
    times, seconds = LIMITS["post"][0]
    for _ in range(times):
        spend("post", "u1")
    with pytest.raises(TooMany) as caught:
        spend("post", "u1")
    assert 1 <= caught.value.retry_after <= seconds
    spend("post", "u2")


def test_after_the_wait_one_may_go_on() -> None:
    for _ in range(LIMITS["post"][0][0]):
        spend("post", "u1")
    with pytest.raises(TooMany) as caught:
        spend("post", "u1")
    with time_machine.travel(1_800_000_000 + caught.value.retry_after, tick=False):
        spend("post", "u1")


def test_the_factor_multiplies_every_limit(settings: Any) -> None:
    settings.RATE_LIMIT_FACTOR = 3
    for _ in range(3 * LIMITS["post"][0][0]):
        spend("post", "u1")
    with pytest.raises(TooMany):
        spend("post", "u1")


def test_a_cache_that_is_away_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away(BaseCache):
        def add(self, *args: Any, **options: Any) -> bool:
            raise ConnectionError("away")

    monkeypatch.setattr(caches._connections, "default", Away({}), raising=False)
    for _ in range(LIMITS["post"][0][0]):
        spend("post", "u1")
    with pytest.raises(TooMany):
        spend("post", "u1")
