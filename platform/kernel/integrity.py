"""Checks of what is written twice: every denormalised figure against its source."""

from collections.abc import Callable, Iterator

Check = Callable[[bool], Iterator[str]]
"""Takes `fix`; yields a sentence for each drift it found (and, with `fix`, mended where
that can be done: what is found again was not)."""

checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a check under a name like "forums.counters"."""

    def register(function: Check) -> Check:
        checks[name] = function
        return function

    return register
