"""How needs and offers are matched: the order and the reasons over 200 organisations."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils.translation import override

from directory.matching.facts import CardFacts
from directory.matching.score import barrier, score
from directory.matching.weights import Weights
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
