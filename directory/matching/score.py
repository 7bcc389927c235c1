"""How well a need and an offer fit: a pure function of what both say, with its reasons as data.

Every component has a value from 0 (speaks against) to 1 (speaks for). What nobody has said counts
one half and gives no reason: a card that says more can be fitted better, never by saying less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.matching.facts import CardFacts, Side
from directory.matching.weights import Weights
from directory.vocabulary.accessibility import answer, need_of
from taxonomy.geography import distance_km

NEUTRAL = 0.5
_CLOSE = {
    frozenset({"partner", "expertise"}): 0.6,
    frozenset({"partner", "audience"}): 0.5,
    frozenset({"equipment", "exhibition"}): 0.4,
}
"""Things that are not the same and may still answer one another."""
_UNNAMED = 0.4
"""Where one of the two has named its thing by no word of the list."""
_ANSWERS = {"yes": 1.0, "partly": 0.6, "unknown": NEUTRAL, "no": 0.0}


@dataclass(frozen=True)
class Component:
    """One thing that was compared. `data` is what words are made of (matching.words); `said` is
    False where there is nothing to say."""

    name: str
    value: float
    weight: float
    said: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """`points` from 0 to 100, as exact as it was reckoned; `factor` is what lowered the whole."""

    points: float
    components: Sequence[Component]
    factor: float = 1.0

    @property
    def total(self) -> int:
        return round(self.points)


def likeness(one: str, other: str) -> float:
    """How near two kinds of thing are to one another: 1 the same, 0 nothing in common."""
    if "other" in (one, other):
        return _UNNAMED
    if one == other:
        return 1.0
    return _CLOSE.get(frozenset({one, other}), 0.0)


def barrier(need: CardFacts, offer: CardFacts, today: date) -> str:
    """The hard limit that keeps these two apart, "" for none: "pairing", "own", "closed", "expired",
    "hidden" or "things": a room never answers who seeks equipment, and where one of them has not named
    its thing they need an area in common, else nothing at all speaks for the pair."""
    if (need.kind, offer.kind) != ("need", "offer"):
        return "pairing"
    if need.organisation == offer.organisation:
        return "own"
    if need.closed or offer.closed:
        return "closed"
    if need.until < today or offer.until < today:
        return "expired"
    if need.hidden or offer.hidden:
        return "hidden"
    if "other" in (need.what, offer.what):
        return "" if _areas_in_common(need, offer) else "things"
    return "" if likeness(need.what, offer.what) else "things"


def score(need: CardFacts, offer: CardFacts, weights: Weights, *, set_aside: bool = False) -> Score:
    """How well they fit, hard limits apart. `set_aside`: somebody said that these two do not."""
    access, missing = _access(need, offer, weights.access)
    components = (
        _what(need, offer, weights.what),
        _shared("practices", need, offer, weights.practices),
        _shared("audiences", need, offer, weights.audiences),
        _distance(need, offer, weights, _radius(need, offer)),
        _dates(need, offer, weights.dates),
        access,
        _capacity(need, offer, weights.capacity),
        _exchange(need, offer, weights.exchange),
    )
    factor = (weights.missing_access if missing else 1.0) * (
        weights.not_for_us if set_aside else 1.0
    )
    return _summed(components, factor)


def kinship(own: Side, other: Side, weights: Weights) -> Score:
    """How well another organisation would do as a partner of `own`: areas, audiences, distance."""
    return _summed(
        (
            _shared("practices", own, other, weights.practices),
            _shared("audiences", own, other, weights.audiences),
            _distance(own, other, weights, None),
        )
    )


def _summed(components: Sequence[Component], factor: float = 1.0) -> Score:
    whole = sum(part.weight for part in components)
    points = sum(part.weight * part.value for part in components) / whole if whole else NEUTRAL
    return Score(100 * points * factor, components, factor)


def _what(need: CardFacts, offer: CardFacts, weight: float) -> Component:
    same = need.what == offer.what
    unnamed = "other" in (need.what, offer.what)
    data = {"same": same, "unnamed": unnamed, "need": need.what, "offer": offer.what}
    return Component("what", likeness(need.what, offer.what), weight, not unnamed, data)


def _shared(name: str, need: Side, offer: Side, weight: float) -> Component:
    """How many of the asked words the other one has too. A heading stands for what is below it."""
    asked: Sequence[str] = sorted(getattr(need, name))
    if not asked:
        return Component(name, NEUTRAL, weight, said=False)
    if name == "practices":
        shared = _areas_in_common(need, offer)
    else:
        shared = [code for code in asked if code in offer.audiences]
    data = {"number": len(shared), "of": len(asked), "codes": tuple(shared)}
    return Component(name, len(shared) / len(asked), weight, data=data)


def _areas_in_common(need: Side, offer: Side) -> list[str]:
    had = {*offer.practices, *offer.practices.values()}
    return [
        code
        for code, heading in sorted(need.practices.items())
        if code in had or heading in offer.practices
    ]


def _radius(need: CardFacts, offer: CardFacts) -> int | None:
    """The smaller one counts: both must find the way fine."""
    named = [side.radius_km for side in (need, offer) if side.radius_km is not None]
    return min(named, default=None)


def km_between(one: Side, other: Side) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return distance_km(one.lon, one.lat, other.lon, other.lat)


def _distance(one: Side, other: Side, weights: Weights, radius: int | None) -> Component:
    """Within the radius from 1 down to one half, and down to nothing at twice the radius. Without a
    radius ever less, one half at `far_km`."""
    km = km_between(one, other)
    if km is None:
        return Component("distance", NEUTRAL, weights.distance, said=False)
    if radius is None:
        value = weights.far_km / (weights.far_km + km)
    else:
        value = max(0.0, 1 - km / (2 * max(radius, 1)))
    data = {"km": round(km), "radius": radius, "within": radius is None or km <= radius}
    return Component("distance", value, weights.distance, data=data)


def _dates(need: CardFacts, offer: CardFacts, weight: float) -> Component:
    """How much of the shorter of the two spans lies within the longer one."""
    if need.first_day is None and offer.first_day is None:
        return Component("dates", NEUTRAL, weight, said=False)
    if not (need.first_day and need.last_day and offer.first_day and offer.last_day):
        return Component("dates", NEUTRAL, weight, data={"open": True})
    first, last = max(need.first_day, offer.first_day), min(need.last_day, offer.last_day)
    days = max(0, (last - first).days + 1)
    shorter = 1 + min(
        (need.last_day - need.first_day).days, (offer.last_day - offer.first_day).days
    )
    data = {"open": False, "days": days, "first": first, "last": last}
    return Component("dates", days / shorter, weight, data=data)


def _access(need: CardFacts, offer: CardFacts, weight: float) -> tuple[Component, bool]:
    """What the need asks of the place of the offer; and whether any of it is known to be missing."""
    asked = [found for code in sorted(need.access) if (found := need_of(code)) is not None]
    if not asked:
        return Component("access", NEUTRAL, weight, said=False), False
    answers = tuple((found.code, answer(found, offer.place)) for found in asked)
    value = sum(_ANSWERS[said] for _code, said in answers) / len(answers)
    component = Component("access", value, weight, data={"answers": answers})
    return component, any(said == "no" for _code, said in answers)


def _capacity(need: CardFacts, offer: CardFacts, weight: float) -> Component:
    asked, had = need.capacity, offer.capacity
    data = {"asked": asked, "had": had, "what": offer.what}
    if asked and had:
        return Component("capacity", min(1.0, had / asked), weight, data=data)
    return Component("capacity", NEUTRAL, weight, bool(asked or had), data)


def _exchange(need: CardFacts, offer: CardFacts, weight: float) -> Component:
    said = bool(need.gives or offer.gives)
    data = {"need": need.gives, "offer": offer.gives}
    return Component("exchange", 1.0 if said else NEUTRAL, weight, said, data)
