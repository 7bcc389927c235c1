"""What matching counts, and how much: the setting MATCHING_WEIGHTS, read once at the start.

This module knows nothing of Django: the settings read it.
"""

import json
import math
from dataclasses import dataclass, fields, replace
from typing import Any


class BadWeights(ValueError):
    """The setting cannot be meant; the message says why."""


@dataclass(frozen=True)
class Weights:
    """The first eight are shares of the whole, whatever they sum up to; docs/operations.md explains
    each of them."""

    what: float = 25
    practices: float = 20
    audiences: float = 10
    distance: float = 20
    dates: float = 8
    access: float = 10
    capacity: float = 5
    exchange: float = 2
    missing_access: float = 0.4
    """What remains of a score where something that was asked for is known to be missing: 0 to 1."""
    not_for_us: float = 0.25
    """What remains of it once somebody has said "not for us": 0 to 1."""
    far_km: float = 60
    """The distance that counts half where nobody has named a radius."""
    show_from: float = 50
    """Matches below this are not shown: 0 to 100."""
    tell_from: float = 70
    """People are told of matches from this on: 0 to 100."""


COMPONENTS = (
    "what", "practices", "audiences", "distance", "dates", "access", "capacity", "exchange",
)  # fmt: skip
_PARTS = ("missing_access", "not_for_us")
_POINTS = ("show_from", "tell_from")


def read_weights(raw: str) -> Weights:
    """The weights of a JSON object such as {"distance": 40}; what it does not name keeps its default.
    Raises BadWeights."""
    if not raw.strip():
        return Weights()
    try:
        given: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadWeights('it is not JSON such as {"distance": 40}') from error
    if not isinstance(given, dict):
        raise BadWeights('it is not a JSON object such as {"distance": 40}')
    known = [field.name for field in fields(Weights)]
    for name, value in given.items():
        if name not in known:
            raise BadWeights(f'there is no weight "{name[:60]}"; there are {", ".join(known)}')
        given[name] = _judged(name, value)
    weights = replace(Weights(), **given)
    if not any(getattr(weights, name) for name in COMPONENTS):
        raise BadWeights("all the shares are 0, so nothing would count")
    return weights


def _judged(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadWeights(f'"{name}" is not a number')
    if not math.isfinite(value) or value < 0 or value > 1_000_000:
        raise BadWeights(f'"{name}" is not a number from 0 on')
    if name in _PARTS and value > 1:
        raise BadWeights(f'"{name}" is a part of the score: 0 to 1')
    if name in _POINTS and value > 100:
        raise BadWeights(f'"{name}" is a score: 0 to 100')
    if name == "far_km" and not value:
        raise BadWeights('"far_km" is a distance: more than 0')
    return float(value)
