"""What rooms do once an archive is restored."""

from collections.abc import Callable

after_restore: list[Callable[[], str]] = []
"""Each does its work and says in a line what that was."""
