"""A port: a question that a lower room asks and a higher room answers.

The lower room declares it with an honest default; the higher room fills it in `AppConfig.ready()`.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Port(Generic[P, R]):
    """Callable like its default until `fill` gives it a better answer."""

    def __init__(self, default: Callable[P, R]) -> None:
        self._answer = default

    def fill(self, answer: Callable[P, R]) -> None:
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._answer(*args, **kwargs)
