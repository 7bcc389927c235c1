"""What rooms do once an archive is restored."""

from collections.abc import Callable


class Unfinished(Exception):
    """Something of that work could not be done; the message says what, and what the operator does now."""


after_restore: list[Callable[[], str]] = []
"""Each does its work and says in a line what that was, or raises Unfinished once the rest is done."""
