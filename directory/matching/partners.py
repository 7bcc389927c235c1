"""Who could be a partner: organisations that do the same things for the same people nearby, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Sqrt

from accounts.viewer import Viewer
from directory.matching.facts import Side
from directory.matching.found import weights
from directory.matching.score import Score, kinship
from directory.models import Organisation, Site
from directory.page.pictures import picture_of

LIMIT = 4
LOOKED_AT = 80
"""So many organisations are judged: those that share most and lie nearest."""
_KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Partner:
    """A suggestion. `score` says why, as data (matching.words)."""

    name: str
    url: str
    picture: str
    kind: str
    score: Score


def point_of(site: Site | None) -> tuple[float | None, float | None]:
    """The point that distances may be reckoned from: the gmina's where the place is not shown."""
    if site is None:
        return None, None
    if site.precision == Site.Precision.HIDDEN or site.lon is None:
        return (site.gmina.lon, site.gmina.lat) if site.gmina else (None, None)
    return site.lon, site.lat


def partners(
    viewer: Viewer,
    organisation: Organisation,
    site: Site | None,
    practices: Sequence[str],
    audiences: Sequence[str],
) -> list[Partner]:
    """At most LIMIT, the best first, in one statement."""
    if not practices:
        return []
    lon, lat = point_of(site)
    rows = _words(_nearest(viewer, organisation, practices, lon, lat))
    areas: dict[int, dict[str, str]] = defaultdict(dict)
    people: dict[int, set[str]] = defaultdict(set)
    known: dict[int, tuple[Any, ...]] = {}
    for pk, area, person, *about in rows:
        areas[pk][area] = ""
        people[pk].update({person} - {None})
        known[pk] = tuple(about)
    own = Side(organisation.pk, dict.fromkeys(practices, ""), frozenset(audiences), lon, lat)
    found: list[tuple[float, str, str, str, Score]] = []
    for pk, (name, slug, kind, at_lon, at_lat) in known.items():
        other = Side(pk, areas[pk], frozenset(people[pk]), at_lon, at_lat)
        judged = kinship(own, other, weights())
        found.append((-judged.points, name, slug, kind, judged))
    found.sort(key=lambda entry: entry[:3])
    return [
        # The house is drawn anew: read for all that are judged, it would be most of what is read.
        Partner(name, f"/directory/{slug}/", picture_of(kind, slug), kind, judged)
        for _points, name, slug, kind, judged in found[:LIMIT]
    ]


def _nearest(
    viewer: Viewer,
    organisation: Organisation,
    practices: Sequence[str],
    lon: float | None,
    lat: float | None,
) -> Any:
    """The ids of those that share most and lie nearest, as a query."""
    through: Any = Organisation.practices.through
    areas = through.objects.filter(practicearea__code__in=practices)
    here = areas.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    others = (
        Organisation.objects.visible_to(viewer)
        .exclude(pk=organisation.pk)
        .filter(pk__in=areas.values("organisation_id"))
        .annotate(
            place=_first(),
            at_lon=_at("lon", "place"),
            at_lat=_at("lat", "place"),
            shared=Subquery(here.annotate(number=Count("pk")).values("number")),
        )
    )
    near: Any = F("shared")
    if lon is not None and lat is not None:
        east = (F("at_lon") - Value(lon)) * Value(cos(radians(lat)))
        north = F("at_lat") - Value(lat)
        # A rough order that bounds what is judged: 25 km count as much as one field in common.
        away = Coalesce(Sqrt(east * east + north * north) * Value(_KM_A_DEGREE), Value(50.0))
        near = F("shared") - away / Value(25.0)
    return others.annotate(near=near).order_by("-near", "pk").values("pk")[:LOOKED_AT]


def _first() -> FilteredRelation:
    # A new one for each query: Django writes the name that it gets into it.
    return FilteredRelation("sites", condition=Q(sites__position=0))


def _at(axis: str, place: str) -> Case:
    hidden = Q(**{f"{place}__precision": Site.Precision.HIDDEN}) | Q(**{f"{place}__lon": None})
    return Case(When(hidden, then=F(f"{place}__gmina__{axis}")), default=F(f"{place}__{axis}"))


def _words(nearest: Any) -> Any:
    """Rows of what is compared: the organisation's id, a code of an area, one of an audience or None
    (every pair of the two), then its name, slug, kind and point."""
    found = Organisation.objects.filter(pk__in=nearest).order_by()
    return found.annotate(
        place=_first(), at_lon=_at("lon", "place"), at_lat=_at("lat", "place")
    ).values_list(
        "pk", "practices__code", "audiences__code", "name", "slug", "kind", "at_lon", "at_lat"
    )
