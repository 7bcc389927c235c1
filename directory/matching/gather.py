"""The cards of the database as matching knows them: bounded, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce

from directory.matching.facts import CardFacts
from directory.matching.score import likeness
from directory.models import AccessFact, Card, NotForUs, Organisation, Site

NOBODY = AnonymousUser()
"""Cards are matched as everybody may see them, moderators too."""
CANDIDATES = 300
"""So many cards are looked at for one page, the nearest first."""


@dataclass(frozen=True)
class _Place:
    """A place of an organisation, as far as matching may use it."""

    pk: int
    gmina: int | None
    lon: float | None
    lat: float | None


Places = Mapping[int, Sequence[_Place]]


def candidates(cards: Sequence[Card], lon: float | None, lat: float | None) -> list[Card]:
    """Cards that could answer these (of one organisation), the nearest to the point first: one
    statement."""
    wanted = Q(pk__in=())
    for kind, what in sorted({(card.kind, card.what) for card in cards}):
        other = Card.Kind.OFFER if kind == Card.Kind.NEED else Card.Kind.NEED
        things = [code for code in Card.What.values if likeness(what, code)]
        wanted |= Q(kind=other, what__in=things)
    found = Card.objects.visible_to(NOBODY).current().filter(wanted)
    found = found.exclude(organisation__in={card.organisation_id for card in cards}).placed()
    if lon is None or lat is None:
        return list(lean(found).order_by("-created_at", "-pk")[:CANDIDATES])
    east = (F("at_lon") - Value(lon)) * Value(cos(radians(lat)))
    north = F("at_lat") - Value(lat)
    found = found.annotate(away=Coalesce(east * east + north * north, Value(1e6)))
    return list(lean(found).order_by("away", "-pk")[:CANDIDATES])


def lean(cards: Any) -> Any:
    """With what is shown and compared of the organisation and the gmina, without the long texts."""
    organisation = ("slug", "name", "hidden", "picture", "kind", "is_example")
    return cards.select_related("organisation", "gmina").only(
        "pk", "kind", "title", "what", "radius_km", "first_day", "last_day", "access", "capacity", "gives",
        "until", "fulfilled_at", "created_at", "author", "organisation", "gmina",
        *(f"organisation__{name}" for name in organisation),
        *(f"gmina__{name}" for name in ("code", "name", "level", "lon", "lat")),
    )  # fmt: skip


def facts_of(cards: Sequence[Card], known: Places) -> dict[int, CardFacts]:
    """What is known of these cards, by id: three statements, however many. `known`: places that were
    read already. What an offer does not say of areas and audiences, its organisation says."""
    organisations = {card.organisation_id for card in cards}
    words = _words([card.pk for card in cards], organisations)
    places = {**places_of(organisations - set(known)), **known}
    values = _values(places)
    return {
        card.pk: _facts(card, words, places.get(card.organisation_id, ()), values) for card in cards
    }


Words = Mapping[tuple[str, int], Mapping[str, str]]


def _words(cards: Sequence[int], organisations: Iterable[int]) -> Words:
    """Codes with the codes of their headings, by (whose and what, id), in one statement."""
    houses = list(organisations)

    def part(through: Any, mark: str, owner: str, owners: Sequence[int], word: str) -> Any:
        heading = F(f"{word}__parent__code") if word == "practicearea" else Value("")
        return (
            through.objects.order_by()
            .filter(**{f"{owner}__in": owners})
            .annotate(
                mark=Cast(Value(mark), CharField(max_length=8)),
                heading=Coalesce(Cast(heading, CharField(max_length=50)), Value("")),
            )
            .values_list("mark", owner, f"{word}__code", "heading")
        )

    parts = [
        part(Card.practices.through, "card_p", "card_id", cards, "practicearea"),
        part(Card.audiences.through, "card_a", "card_id", cards, "audience"),
        part(Organisation.practices.through, "house_p", "organisation_id", houses, "practicearea"),
        part(Organisation.audiences.through, "house_a", "organisation_id", houses, "audience"),
    ]
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for mark, owner, code, heading in parts[0].union(*parts[1:], all=True):
        found[mark, owner][code] = heading
    return found


def places_of(organisations: Iterable[int]) -> dict[int, list[_Place]]:
    """The places of these organisations, the first one first: one statement."""
    rows = Site.objects.filter(organisation__in=list(organisations)).order_by("position", "pk")
    found: dict[int, list[_Place]] = defaultdict(list)
    for pk, house, gmina, precision, *points in rows.values_list(
        "pk", "organisation_id", "gmina_id", "precision", "lon", "lat", "gmina__lon", "gmina__lat"
    ):
        lon, lat, around_lon, around_lat = points
        if precision == Site.Precision.HIDDEN or lon is None:
            # A place that is not shown must not be found out by its distances.
            lon, lat = around_lon, around_lat
        found[house].append(_Place(pk, gmina, lon, lat))
    return found


def _values(places: Places) -> dict[int, dict[str, str]]:
    """What is known of each place, by its id."""
    sites = [place.pk for of_house in places.values() for place in of_house]
    rows = AccessFact.objects.filter(site__in=sites).values_list("site_id", "attribute", "value")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for site, attribute, value in rows:
        found[site][attribute] = value
    return found


def place_of(card: Card, places: Sequence[_Place]) -> _Place | None:
    """The first place, or the one in the gmina that the card names; None if there is no such."""
    wanted = card.gmina_id
    return next((place for place in places if wanted in (None, place.gmina)), None)


def point_of(card: Card, places: Sequence[_Place]) -> tuple[float | None, float | None]:
    """Where the card is, as degrees."""
    place = place_of(card, places)
    if place is not None:
        return place.lon, place.lat
    return (card.gmina.lon, card.gmina.lat) if card.gmina else (None, None)


def _facts(
    card: Card, words: Words, places: Sequence[_Place], values: Mapping[int, Mapping[str, str]]
) -> CardFacts:
    practices, audiences = words.get(("card_p", card.pk), {}), words.get(("card_a", card.pk), {})
    if card.kind == Card.Kind.OFFER:
        practices = practices or words.get(("house_p", card.organisation_id), {})
        audiences = audiences or words.get(("house_a", card.organisation_id), {})
    place = place_of(card, places)
    lon, lat = point_of(card, places)
    return CardFacts(
        organisation=card.organisation_id, practices=practices, audiences=frozenset(audiences), lon=lon,
        lat=lat, pk=card.pk, kind=card.kind, what=card.what, radius_km=card.radius_km,
        first_day=card.first_day, last_day=card.last_day, access=frozenset(card.access),
        place=values.get(place.pk, {}) if place else {}, capacity=card.capacity, gives=card.gives,
        until=card.until, closed=card.fulfilled_at is not None, hidden=card.organisation.hidden,
    )  # fmt: skip


def refusals(cards: Sequence[int]) -> dict[frozenset[int], set[int]]:
    """Pairs of cards of which somebody has said "not for us", with the cards whose people did."""
    rows = NotForUs.objects.filter(Q(card__in=cards) | Q(other__in=cards))
    found: dict[frozenset[int], set[int]] = defaultdict(set)
    for card, other in rows.values_list("card_id", "other_id"):
        found[frozenset({card, other})].add(card)
    return found
