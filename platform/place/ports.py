"""What the place asks of the rooms above it."""

from collections.abc import Sequence

from kernel.ports import Port


def _no_grounds() -> Sequence[str]:
    return ()


grounds: Port[[], Sequence[str]] = Port(_no_grounds)
"""The grounds of decisions: each is an anchor that the rules must have."""
