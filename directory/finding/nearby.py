"""Near a town: the place that a name means (taxonomy.places), how far things are from it, and what lies within so many
kilometres. The asker's own position is never needed.

A place is a unit of the region or a locality of the directory's own sites. Sites whose point is not
shown count as lying in the middle of their gmina, so no distance says more than their page does.
"""

from dataclasses import dataclass

from django.db.models import Avg, Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from directory.models import Site
from directory.reference import kept
from taxonomy.places import (
    KM_OF_LATITUDE,
    Named,
    Place,
    km_between,
    locality_named,
    meant,
    scales,
    units_named,
)

WITHIN = (5, 10, 15, 25, 50)
"""Kilometres that the page offers; an address may say others up to MOST_KM."""
DEFAULT_KM, MOST_KM = 15, 100
MOST_CHOICES = 12


@dataclass(frozen=True)
class Near:
    """What an address asks for. `place` is None where the name is nobody's or several places';
    `choices` are then those that it could mean."""

    text: str
    km: int = DEFAULT_KM
    place: Place | None = None
    choices: tuple[Place, ...] = ()
    more: int = 0
    """How many places more there are that it could mean."""


def near(text: str, km: int = DEFAULT_KM) -> Near:
    """The place that these words mean: a code, or a name with or without marks, also as in "w Skawinie"."""
    found = meant(text, _known())
    if len(found) == 1:
        return Near(text, km, found[0])
    return Near(text, km, None, tuple(found[:MOST_CHOICES]), max(0, len(found) - MOST_CHOICES))


def unclear(around: Near) -> str:
    """Why a name is no place to look from, for a door that cannot ask back."""
    if not around.choices:
        return _("We do not know “%(code)s”.") % {"code": around.text[:60]}
    codes = ", ".join(f"{place.code} ({place.title})" for place in around.choices)
    if around.more:
        codes += _(" and %(number)d more") % {"number": around.more}
    return _("Several places are called so. Give the code of one: %(codes)s.") % {"codes": codes}


# ── what there is ───────────────────────────────────────────────────────────────────────────────


def _known() -> list[Named]:
    """Every place, in two statements."""
    return kept("places", lambda: [*units_named(), *_localities()])


def _localities() -> list[Named]:
    """Villages and towns in which public organisations show where they are."""
    shown = (Site.Precision.EXACT, Site.Precision.LOCALITY)
    sites = Site.objects.filter(organisation__hidden=False, precision__in=shown)
    rows = (
        sites.exclude(locality="").exclude(lon=None).exclude(gmina=None).order_by()
        .values_list("locality", "gmina__code", "gmina__name", "gmina__kind")
        .annotate(x=Avg("lon"), y=Avg("lat"))
    )  # fmt: skip
    return [locality_named(*row) for row in rows]


# ── how far ─────────────────────────────────────────────────────────────────────────────────────


def far_of(place: Place, site: Site | None) -> str:
    """How far a site is, in words: "7 km"; "about" where its point is not shown or not known."""
    if site is None:
        return ""
    rough = site.precision == Site.Precision.HIDDEN or site.lon is None or site.lat is None
    where = site.gmina if rough else site
    if where is None or where.lon is None or where.lat is None:
        return ""
    km = km_between(place, where.lon, where.lat)
    words = _("less than 1 km") if km < 0.95 else _("%(number)d km") % {"number": round(km)}
    return _("about %(distance)s") % {"distance": words} if rough else words


def _point(name: str, prefix: str) -> Case:
    """Longitude or latitude of a site as everybody may know it."""
    known = Q(**{f"{prefix}lon__isnull": False}) & ~Q(
        **{f"{prefix}precision": Site.Precision.HIDDEN}
    )
    return Case(
        When(known, then=F(f"{prefix}{name}")), default=F(f"{prefix}gmina__{name}"),
        output_field=FloatField(),
    )  # fmt: skip


def square_of(place: Place, *, prefix: str = "") -> Combinable:
    """The square of the distance in km², for a statement. `prefix` leads to the site: "place__"."""
    return square_between(place, _point("lon", prefix), _point("lat", prefix))


def square_between(place: Place, lon: Combinable, lat: Combinable) -> Combinable:
    """The same from columns that hold a point."""
    wide, bent = (Value(number, output_field=FloatField()) for number in scales(place.lat))
    east = lon - Value(place.lon, output_field=FloatField())
    north = lat - Value(place.lat, output_field=FloatField())
    km = Value(KM_OF_LATITUDE, output_field=FloatField())
    across, along = east * (wide + bent * north), north * km
    return across * across + along * along


def box_of(place: Place, km: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that holds everything so near."""
    down = km / KM_OF_LATITUDE
    wide, bent = scales(place.lat)
    aside = km / (wide - abs(bent) * down)
    return place.lon - aside, place.lat - down, place.lon + aside, place.lat + down


def sites_within(sites: QuerySet[Site], place: Place, km: float) -> QuerySet[Site]:
    """Those of `sites` at most so far away: a box first, which an index finds, then the circle."""
    west, south, east, north = box_of(place, km)
    own = Q(lon__range=(west, east), lat__range=(south, north))
    middle = Q(gmina__lon__range=(west, east), gmina__lat__range=(south, north))
    unknown = Q(precision=Site.Precision.HIDDEN) | Q(lon=None)
    in_box = sites.filter((own & ~Q(precision=Site.Precision.HIDDEN)) | (unknown & middle))
    circle = square_of(place)
    return in_box.annotate(square=circle).filter(square__lte=km * km)
