"""How needs and offers are matched: the order and the reasons over 200 organisations, and what must
hold whatever people write."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.accessibility import NEEDS
from directory.matching.facts import CardFacts
from directory.matching.score import (
    Component,
    Score,
    barrier,
    kinship,
    km_between,
    likeness,
    score,
)
from directory.matching.weights import COMPONENTS, BadWeights, Weights, read_weights
from directory.matching.words import reasons
from directory.models import Card

TODAY = date(2026, 11, 22)
AREAS = (
    "teatr", "muzyka", "taniec", "plastyka", "rzemioslo", "film", "literatura", "dziedzictwo", "folklor",
    "edukacja", "animacja", "dostepnosc",
)  # fmt: skip
PEOPLE = ("dzieci", "mlodziez", "dorosli", "seniorzy", "rodziny", "szkoly")
NAMES = {code: code for code in (*AREAS, *PEOPLE, "lalki")}
WEIGHTS = Weights()
LON, LAT = 19.94, 50.06
"""Kraków; the needs of the table below are there unless they say."""
A_KM = 1 / 111.2
"""Degrees of latitude."""


def areas(*codes: str) -> Mapping[str, str]:
    return dict.fromkeys(codes, "")


def north(km: float) -> dict[str, float]:
    return {"lon": LON, "lat": LAT + km * A_KM}


def days(first: int, last: int) -> dict[str, date]:
    return {"first_day": TODAY + timedelta(first), "last_day": TODAY + timedelta(last)}


def crowd() -> list[CardFacts]:
    """Offers of 200 organisations that nobody has set by hand: always the same ones."""
    random = Random(4)
    found: list[CardFacts] = []
    for number in range(200):
        first = random.randint(0, 200)
        found.append(
            CardFacts(
                organisation=1_000 + number,
                pk=1_000 + number,
                kind="offer",
                what=random.choice(Card.What.values),
                practices=areas(*random.sample(AREAS, random.randint(0, 3))),
                audiences=frozenset(random.sample(PEOPLE, random.randint(0, 2))),
                lon=LON + random.uniform(-1.2, 1.2),
                lat=LAT + random.uniform(-0.7, 0.4),
                radius_km=random.choice((None, 20, 50, 100)),
                place={
                    code: random.choice(("yes", "no", "partly", "unknown"))
                    for code in random.sample(("petla_indukcyjna", "toaleta", "podjazd"), 2)
                },
                capacity=random.choice((None, 15, 40, 120)),
                **(days(first, first + random.randint(0, 20)) if random.random() < 0.5 else {}),
            )
        )
    return found


ROOM = {"what": "room", "practices": areas("teatr", "muzyka"), "audiences": frozenset({"seniorzy"})}
LOOP = {"access": frozenset({"hearing_loop"})}
FOUR = {"what": "partner", "practices": areas("teatr", "muzyka", "film", "folklor")}

GOLD: dict[str, tuple[dict[str, Any], list[dict[str, Any]], list[str]]] = {
    # what it is about: (the need, its offers from the best to the worst, why the first one is)
    "the nearer room": (
        ROOM,
        [{**ROOM, **north(3)}, {**ROOM, **north(18)}, {**ROOM, **north(70)}],
        [
            "the very thing: room", "areas in common: 2 of 2 (muzyka, teatr)",
            "for the same people: 1 of 1 (seniorzy)", "3 km",
        ],
    ),
    "a confirmed loop before an unknown one before none": (
        {**ROOM, **LOOP},
        [
            {**ROOM, **north(18), "place": {"petla_indukcyjna": "yes"}},
            {**ROOM, **north(18), "place": {"petla_indukcyjna": "partly"}},
            {**ROOM, **north(18)},
            {**ROOM, **north(2), "place": {"petla_indukcyjna": "no"}},
        ],
        [
            "the very thing: room", "areas in common: 2 of 2 (muzyka, teatr)",
            "for the same people: 1 of 1 (seniorzy)", "18 km", "there: hearing loop",
        ],
    ),
    "a hall that is large enough": (
        {**ROOM, "capacity": 60},
        [
            {**ROOM, **north(9), "capacity": 60}, {**ROOM, **north(9), "capacity": 45},
            {**ROOM, **north(9)}, {**ROOM, **north(9), "capacity": 10},
        ],
        [
            "the very thing: room", "areas in common: 2 of 2 (muzyka, teatr)",
            "for the same people: 1 of 1 (seniorzy)", "9 km", "a room for 60 people",
        ],
    ),
    "the days": (
        {**ROOM, **days(10, 19)},
        [
            {**ROOM, **north(9), **days(0, 60)}, {**ROOM, **north(9), **days(0, 16)},
            {**ROOM, **north(9)}, {**ROOM, **north(9), **days(30, 40)},
        ],
        [
            "the very thing: room", "areas in common: 2 of 2 (muzyka, teatr)",
            "for the same people: 1 of 1 (seniorzy)", "9 km", "the days meet: 10 days",
        ],
    ),
    "within the radius": (
        {"what": "equipment", "radius_km": 40, "practices": areas("film")},
        [
            {"what": "equipment", "practices": areas("film"), **north(12)},
            {"what": "equipment", "practices": areas("film"), **north(35)},
            {"what": "equipment", "practices": areas("film"), **north(60)},
            {"what": "equipment", "practices": areas("film"), **north(100)},
        ],
        ["the very thing: equipment", "areas in common: 1 of 1 (film)", "12 km, at most 40 asked for"],
    ),
    "areas in common": (
        FOUR,
        [
            {**FOUR, **north(5)},
            {**FOUR, **north(5), "practices": areas("teatr", "muzyka", "film")},
            {**FOUR, **north(5), "practices": areas("teatr")},
            {**FOUR, **north(5), "practices": areas("rzemioslo")},
        ],
        ["the very thing: partner", "areas in common: 4 of 4 (film, folklor, muzyka, teatr)", "5 km"],
    ),
    "for the same people": (
        {**FOUR, "audiences": frozenset({"dzieci", "rodziny"})},
        [
            {**FOUR, **north(5), "audiences": frozenset({"dzieci", "rodziny"})},
            {**FOUR, **north(5), "audiences": frozenset({"dzieci", "dorosli"})},
            {**FOUR, **north(5), "audiences": frozenset({"dorosli"})},
        ],
        [
            "the very thing: partner", "areas in common: 4 of 4 (film, folklor, muzyka, teatr)",
            "for the same people: 2 of 2 (dzieci, rodziny)", "5 km",
        ],
    ),
    "the very thing before something close": (
        {"what": "expertise", "practices": areas("dostepnosc")},
        [
            {"what": "expertise", "practices": areas("dostepnosc"), **north(1)},
            {"what": "partner", "practices": areas("dostepnosc"), **north(1)},
            {"what": "other", "practices": areas("dostepnosc"), **north(1)},
        ],
        ["the very thing: expertise", "areas in common: 1 of 1 (dostepnosc)", "1 km"],
    ),
    "a heading stands for what is below it": (
        {"what": "exhibition", "practices": {"lalki": "teatr"}},
        [
            {"what": "exhibition", "practices": {"lalki": "teatr"}, **north(4)},
            {"what": "exhibition", "practices": areas("teatr"), **north(5)},
            {"what": "exhibition", "practices": areas("muzyka"), **north(4)},
        ],
        ["the very thing: exhibition", "areas in common: 1 of 1 (lalki)", "4 km"],
    ),
    "something in return": (
        {"what": "audience", "practices": areas("taniec"), "audiences": frozenset({"szkoly"})},
        [
            {
                "what": "audience", "practices": areas("taniec"), "audiences": frozenset({"szkoly"}),
                "gives": "bilety", **north(2),
            },
            {
                "what": "audience", "practices": areas("taniec"), "audiences": frozenset({"szkoly"}),
                **north(2),
            },
        ],
        [
            "the very thing: audience", "areas in common: 1 of 1 (taniec)",
            "for the same people: 1 of 1 (szkoly)", "2 km", "wants in return: bilety",
        ],
    ),
    "two needs of access, both met before one": (
        {**ROOM, "access": frozenset({"toilet", "wheelchair"})},
        [
            {**ROOM, **north(6), "place": {"toaleta": "yes", "podjazd": "yes"}},
            {**ROOM, **north(6), "place": {"toaleta": "yes", "podjazd": "partly"}},
            {**ROOM, **north(6), "place": {"toaleta": "yes", "podjazd": "no"}},
            {**ROOM, **north(6), "place": {"toaleta": "yes", "podjazd": "no", "wejscie_bez_stopni": "no"}},
        ],
        [
            "the very thing: room", "areas in common: 2 of 2 (muzyka, teatr)",
            "for the same people: 1 of 1 (seniorzy)", "6 km", "there: accessible toilet",
            "there: entrance for a wheelchair",
        ],
    ),
    "the offer's own radius counts too": (
        {"what": "expertise", "practices": areas("folklor"), "radius_km": 100},
        [
            {"what": "expertise", "practices": areas("folklor"), "radius_km": 80, **north(10)},
            {"what": "expertise", "practices": areas("folklor"), "radius_km": 15, **north(12)},
            {"what": "expertise", "practices": areas("folklor"), "radius_km": 5, **north(10)},
        ],
        ["the very thing: expertise", "areas in common: 1 of 1 (folklor)", "10 km, at most 80 asked for"],
    ),
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("name", GOLD)
def test_the_order_and_the_reasons_over_200_organisations(name: str) -> None:
    asked, offered, words = GOLD[name]
    need = CardFacts(
        **{"organisation": 1, "pk": 1, "kind": "need", "lon": LON, "lat": LAT, **asked}
    )
    gold = [
        CardFacts(organisation=2 + place, pk=2 + place, kind="offer", **fields)
        for place, fields in enumerate(offered)
    ]
    everybody = [*gold, *crowd()]
    assert len({offer.organisation for offer in everybody}) >= 200
    Random(7).shuffle(everybody)
    fit = [offer for offer in everybody if not barrier(need, offer, TODAY)]
    judged = {offer.pk: score(need, offer, WEIGHTS) for offer in fit}
    ranked = sorted(fit, key=lambda offer: (-judged[offer.pk].points, offer.pk))
    assert ranked[0] == gold[0], "before all the others"
    assert [offer.pk for offer in ranked if offer in gold] == [offer.pk for offer in gold]
    points = [judged[offer.pk].points for offer in gold]
    assert points == sorted(points, reverse=True) and len(set(points)) == len(points)
    with override("en"):
        assert [why.words for why in reasons(judged[gold[0].pk], NAMES)] == words


@pytest.mark.once
def test_what_speaks_against_is_said_too() -> None:
    need = CardFacts(
        1, areas("teatr"), frozenset({"dzieci"}), LON, LAT, what="room", radius_km=20, capacity=60,
        access=frozenset({"hearing_loop", "toilet"}), **days(1, 2),
    )  # fmt: skip
    offer = CardFacts(
        2, areas("film"), frozenset({"seniorzy"}), **north(50), kind="offer", what="room", capacity=20,
        place={"petla_indukcyjna": "no"}, **days(5, 6),
    )  # fmt: skip
    with override("en"):
        said = {(why.words, why.state) for why in reasons(score(need, offer, WEIGHTS), NAMES)}
    assert said == {
        ("the very thing: room", "yes"), ("no area in common", "no"), ("for other people", "no"),
        ("50 km, farther than the 20 asked for", "no"), ("the days do not meet", "no"),
        ("not there: hearing loop", "no"), ("not confirmed: accessible toilet", "unknown"),
        ("a room for 20 people, 60 expected", "partly"),
    }  # fmt: skip


@pytest.mark.once
def test_hard_limits_stand_apart_from_the_score() -> None:
    need = CardFacts(1, what="room", until=TODAY)
    offer = CardFacts(2, kind="offer", what="room", until=TODAY)
    yesterday = TODAY - timedelta(1)
    assert barrier(need, offer, TODAY) == ""
    assert barrier(offer, need, TODAY) == barrier(need, need, TODAY) == "pairing"
    assert barrier(need, replace(offer, organisation=1), TODAY) == "own"
    assert barrier(need, replace(offer, closed=True), TODAY) == "closed"
    assert barrier(replace(need, until=yesterday), offer, TODAY) == "expired"
    assert barrier(need, replace(offer, until=yesterday), TODAY) == "expired"
    assert barrier(need, replace(offer, hidden=True), TODAY) == "hidden"
    assert barrier(need, replace(offer, what="equipment"), TODAY) == "things"
    assert barrier(need, replace(offer, what="other"), TODAY) == "things", "nothing speaks for it"
    theatre = {"practices": areas("teatr")}
    assert barrier(replace(need, **theatre), replace(offer, what="other", **theatre), TODAY) == ""


# ── What must hold whatever people write ────────────────────────────────────────────────────────

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
