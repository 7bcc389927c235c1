"""What matching knows of a card, or of an organisation: plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Side:
    """One of two that are compared."""

    organisation: int
    practices: Mapping[str, str] = field(default_factory=dict)
    """Codes of practice areas; each with the code of its heading, "" for one that stands alone."""
    audiences: frozenset[str] = frozenset()
    lon: float | None = None
    lat: float | None = None
    """Degrees; None where no point is known or may be used."""


@dataclass(frozen=True)
class CardFacts(Side):
    """A need or an offer."""

    pk: int = 0
    kind: str = "need"
    what: str = "other"
    radius_km: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    access: frozenset[str] = frozenset()
    """Codes of accessibility needs that it asks for."""
    place: Mapping[str, str] = field(default_factory=dict)
    """What is known of its place: attribute to "yes", "partly", "no" or "unknown"."""
    capacity: int | None = None
    gives: str = ""
    until: date = date.max
    closed: bool = False
    hidden: bool = False
