"""What must hold of matching whatever people write, and of the setting that weighs it."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.matching.facts import CardFacts
from directory.matching.score import Component, Score, kinship, km_between, likeness, score
from directory.matching.weights import COMPONENTS, BadWeights, Weights, read_weights
from directory.matching.words import reasons
from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from tests.directory.test_matching import (
    AREAS,
    LAT,
    LON,
    NAMES,
    PEOPLE,
    WEIGHTS,
    areas,
    days,
    north,
)

steady = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the rules."""

_degrees = st.one_of(st.none(), st.floats(49.2, 50.5))
_days = st.one_of(
    st.just({}),
    st.tuples(st.integers(0, 300), st.integers(0, 60)).map(lambda t: days(t[0], t[0] + t[1])),
)


@st.composite
def cards(draw: Any, kind: str, organisation: int) -> CardFacts:
    lon, lat = draw(_degrees), draw(_degrees)
    return CardFacts(
        organisation=organisation,
        kind=kind,
        what=draw(st.sampled_from(Card.What.values)),
        practices=areas(*draw(st.sets(st.sampled_from(AREAS), max_size=5))),
        audiences=frozenset(draw(st.sets(st.sampled_from(PEOPLE), max_size=4))),
        lon=None if lon is None else lon - 30,
        lat=lat,
        radius_km=draw(st.one_of(st.none(), st.integers(1, 1_000))),
        access=frozenset(draw(st.sets(st.sampled_from(sorted(NEEDS)), max_size=3)))
        if kind == "need" else frozenset(),
        place=draw(
            st.dictionaries(
                st.sampled_from(["petla_indukcyjna", "toaleta", "podjazd", "pjm"]),
                st.sampled_from(["yes", "no", "partly", "unknown"]),
            )
        ),
        capacity=draw(st.one_of(st.none(), st.integers(1, 500))),
        gives=draw(st.sampled_from(["", "obiad"])),
        **draw(_days),
    )  # fmt: skip


_needs, _offers = cards("need", 1), cards("offer", 2)


def part(judged: Score, name: str) -> Component:
    return next(component for component in judged.components if component.name == name)


@pytest.mark.once
@steady
@given(_needs, _offers)
def test_a_score_is_a_number_from_0_to_100_with_every_component(
    need: CardFacts, offer: CardFacts
) -> None:
    judged = score(need, offer, WEIGHTS)
    assert 0 <= judged.points <= 100 and 0 <= judged.total <= 100
    assert [component.name for component in judged.components] == list(COMPONENTS)
    assert all(0 <= component.value <= 1 for component in judged.components)
    with override("en"):
        assert all(why.words for why in reasons(judged, NAMES))


@pytest.mark.once
@steady
@given(_needs, _offers)
def test_distance_days_and_kind_are_the_same_from_both_sides(
    need: CardFacts, offer: CardFacts
) -> None:
    there = score(need, offer, WEIGHTS)
    back = score(replace(offer, kind="need"), replace(need, kind="offer"), WEIGHTS)
    for name in ("what", "distance", "dates"):
        assert part(there, name).value == pytest.approx(part(back, name).value)
    assert likeness(need.what, offer.what) == likeness(offer.what, need.what)


@pytest.mark.once
@steady
@given(_needs, _offers, st.floats(0, 300), st.floats(0, 300))
def test_nearer_is_never_worse(need: CardFacts, offer: CardFacts, one: float, other: float) -> None:
    here = replace(need, lon=LON, lat=LAT)
    near, far = (replace(offer, **north(km)) for km in sorted((one, other)))
    assert (km_between(here, near) or 0) <= (km_between(here, far) or 0) + 1e-6
    assert score(here, near, WEIGHTS).points >= score(here, far, WEIGHTS).points - 1e-9


@pytest.mark.once
@steady
@given(_needs, _offers, st.sampled_from(AREAS))
def test_one_more_shared_area_is_never_worse(need: CardFacts, offer: CardFacts, area: str) -> None:
    more_offered = replace(offer, practices={**offer.practices, area: ""})
    both = replace(need, practices={**need.practices, area: ""})
    before = score(need, offer, WEIGHTS).points
    assert score(need, more_offered, WEIGHTS).points >= before - 1e-9
    assert score(both, more_offered, WEIGHTS).points >= before - 1e-9


@pytest.mark.once
@steady
@given(
    _needs,
    _offers,
    st.sampled_from(sorted(code for code, n in NEEDS.items() if len(n.attributes) == 1)),
)
def test_unknown_lies_between_yes_and_no(need: CardFacts, offer: CardFacts, code: str) -> None:
    asking = replace(need, access=need.access | {code})
    attribute = NEEDS[code].attributes[0]
    yes, partly, unknown, no = (
        score(asking, replace(offer, place={**offer.place, attribute: value}), WEIGHTS).points
        for value in ("yes", "partly", "unknown", "no")
    )
    assert yes > partly > unknown > no


@pytest.mark.once
@steady
@given(_needs, _offers, st.integers(1, 500), st.integers(1, 500))
def test_a_larger_hall_is_never_worse(
    need: CardFacts, offer: CardFacts, one: int, other: int
) -> None:
    small, large = (replace(offer, capacity=number) for number in sorted((one, other)))
    assert score(need, large, WEIGHTS).points >= score(need, small, WEIGHTS).points - 1e-9


@pytest.mark.once
@steady
@given(_needs, _offers)
def test_not_for_us_lowers_and_something_in_return_never_does(
    need: CardFacts, offer: CardFacts
) -> None:
    judged = score(need, offer, WEIGHTS)
    assert score(need, offer, WEIGHTS, set_aside=True).points == pytest.approx(
        judged.points * WEIGHTS.not_for_us
    )
    silent, giving = (score(need, replace(offer, gives=words), WEIGHTS) for words in ("", "ciasto"))
    assert giving.points >= silent.points


@pytest.mark.once
@steady
@given(_needs, _offers)
def test_organisations_are_compared_by_the_same_components(
    need: CardFacts, offer: CardFacts
) -> None:
    judged = kinship(need, offer, WEIGHTS)
    cards_score = score(replace(need, radius_km=None), replace(offer, radius_km=None), WEIGHTS)
    assert [component.name for component in judged.components] == [
        "practices", "audiences", "distance",
    ]  # fmt: skip
    assert all(component == part(cards_score, component.name) for component in judged.components)


# ── The setting ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.once
def test_a_weight_changes_the_order() -> None:
    need = CardFacts(1, areas("teatr"), lon=LON, lat=LAT, what="room")
    near = CardFacts(2, areas("film"), **north(1), kind="offer", what="room")
    alike = CardFacts(3, areas("teatr"), **north(150), kind="offer", what="room")

    def best(raw: str) -> int:
        weights = read_weights(raw)
        return max((near, alike), key=lambda offer: score(need, offer, weights).points).organisation

    assert best('{"distance": 90}') == 2
    assert best('{"distance": 0}') == 3
    assert read_weights("") == read_weights(" {} ") == Weights()


@pytest.mark.once
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("distance=3", "not JSON"), ("[1]", "not a JSON object"), ("3", "not a JSON object"),
        ('{"colour": 1}', 'no weight "colour"'), ('{"distance": "far"}', "not a number"),
        ('{"distance": true}', "not a number"), ('{"distance": NaN}', "from 0 on"),
        ('{"distance": -1}', "from 0 on"), ('{"distance": 1e999}', "from 0 on"),
        ('{"missing_access": 2}', "0 to 1"), ('{"tell_from": 101}', "0 to 100"), ('{"far_km": 0}', "more than 0"),
        ("[" * 100_000, "not JSON"),
        (
            '{"what":0,"practices":0,"audiences":0,"distance":0,"dates":0,"access":0,"capacity":0,"exchange":0}',
            "all the shares are 0",
        ),
    ],
)  # fmt: skip
def test_weights_that_cannot_be_meant_are_refused_in_a_sentence(raw: str, said: str) -> None:
    with pytest.raises(BadWeights, match=said):
        read_weights(raw)
