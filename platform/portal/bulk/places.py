"""Places of bench organisations: where they are, when they are open, what is known of getting in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

from directory.models import AccessFact, OpeningException, OpeningPeriod, Site
from directory.vocabulary.accessibility import ATTRIBUTES, NEEDS
from portal.bulk.choosing import some
from portal.bulk.rows import Rows, reserve
from portal.bulk.vocabulary import VILLAGES
from taxonomy.models import Region

_PLACES = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
"""How many places one organisation has; each number as likely as it stands here often."""
_PRECISIONS = ("locality",) * 10 + ("exact",) * 8 + ("gmina", "hidden")
_VALUES = ("yes",) * 9 + ("no",) * 6 + ("unknown",) * 3 + ("partly",) * 2
_ASKED = list(dict.fromkeys(code for need in NEEDS.values() for code in need.attributes))
_CODES = [*_ASKED, *(code for code in ATTRIBUTES if code not in _ASKED)]
_WEIGHTS = list(accumulate(1 / (place + 3) for place in range(len(_CODES))))
"""What people ask for first is what most have looked at."""


@dataclass(frozen=True)
class _Place:
    pk: int
    organisation: int
    position: int
    gmina: int | None
    locality: str
    lon: float | None
    lat: float | None
    precision: str


def add_places(
    houses: Sequence[tuple[int, Region | None]], gminas: Sequence[Region], random: Random
) -> None:
    """For organisations (id, the gmina of the first place); further ones lie anywhere."""
    numbers = [random.choice(_PLACES) for _ in houses]
    ids = iter(reserve(Site, sum(numbers)))
    places = [
        _place(next(ids), pk, position, town if position == 0 else random.choice(gminas), random)
        for (pk, town), number in zip(houses, numbers, strict=True)
        for position in range(number if gminas else 1)
    ]
    Rows(
        Site, "id", "organisation_id", "position", "gmina_id", "locality", "lon", "lat", "precision",
        "name",
    ).write(
        (p.pk, p.organisation, p.position, p.gmina, p.locality, p.lon, p.lat, p.precision,
         f"Filia {p.position}" if p.position else "")
        for p in places
    )  # fmt: skip
    _facts(places, random)
    _hours(places, random)


def _place(
    pk: int, organisation: int, position: int, town: Region | None, random: Random
) -> _Place:
    precision = random.choice(_PRECISIONS)
    if town is None or town.lon is None or town.lat is None:
        return _Place(
            pk, organisation, position, town.pk if town else None, "", None, None, precision
        )
    village = random.choice(VILLAGES) if random.random() < 0.4 else ""
    # A village of one name lies at one point of its gmina; buildings lie around it.
    within = Random(f"{town.code} {village}")  # noqa: S311  places, not secrets
    lon, lat = town.lon, town.lat
    if village:
        lon, lat = lon + within.uniform(-0.05, 0.05), lat + within.uniform(-0.03, 0.03)
    if precision == Site.Precision.EXACT:
        lon, lat = lon + random.uniform(-0.01, 0.01), lat + random.uniform(-0.006, 0.006)
    if random.random() < 0.03:
        return _Place(
            pk, organisation, position, town.pk, village or town.name, None, None, precision
        )
    return _Place(
        pk,
        organisation,
        position,
        town.pk,
        village or town.name,
        round(lon, 6),
        round(lat, 6),
        precision,
    )


def _facts(places: Sequence[_Place], random: Random) -> None:
    """Of a third nothing is known; of the others two to fifteen attributes."""
    Rows(AccessFact, "site_id", "attribute", "value", checked_on=timezone.localdate()).write(
        (place.pk, code, random.choice(_VALUES))
        for place in places
        if random.random() < 0.67
        for code in dict.fromkeys(
            random.choices(_CODES, cum_weights=_WEIGHTS, k=random.randint(2, 15))
        )
    )


def _hours(places: Sequence[_Place], random: Random) -> None:
    """Seven of ten have written their hours; some of them seasons, other kinds, days that differ."""
    told = [place.pk for place in places if random.random() < 0.7]
    Rows(
        OpeningPeriod, "site_id", "kind", "weekday", "opens", "closes", "season_from", "season_to"
    ).write(row for site in told for row in _week(site, random))
    today = timezone.localdate()
    Rows(OpeningException, "site_id", "first", "last", "opens", "closes").write(
        (
            site,
            first.isoformat(),
            (first + timedelta(days=random.randint(0, 9))).isoformat(),
            *hours,
        )
        for site in told
        if random.random() < 0.08
        for first in (today + timedelta(days=random.randint(-3, 40)),)
        for hours in ((None, None) if random.random() < 0.7 else (600, 840),)
    )


def _week(
    site: int, random: Random
) -> Iterator[tuple[int, str, int, int, int, int | None, int | None]]:
    opens, lasts = random.randint(7, 15), random.randint(3, 9)
    days = sorted(some(random, range(5), 5) + [day for day in (5, 6) if random.random() < 0.35])
    for day in days:
        yield site, "open", day, opens * 60, (opens + lasts) * 60, None, None
    if random.random() < 0.1:  # in summer otherwise, and then every day
        for day in range(7):
            yield site, "open", day, 9 * 60, 20 * 60, 615, 831
    if random.random() < 0.2:
        kind = random.choice(("office", "quiet"))
        yield site, kind, days[0], opens * 60, (opens + 2) * 60, None, None
