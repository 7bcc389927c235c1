"""Near a town: the place that a name means, how far things are from it, and what lies within so many
kilometres. The asker's own position is never needed.

A place is a unit of the region or a locality of the directory's own sites. Sites whose point is not
shown count as lying in the middle of their gmina, so no distance says more than their page does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import Avg, Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from directory.models import Site
from directory.reference import kept
from taxonomy.models import Region
from taxonomy.spelling import fold

WITHIN = (5, 10, 15, 25, 50)
"""Kilometres that the page offers; an address may say others up to MOST_KM."""
DEFAULT_KM, MOST_KM = 15, 100
MOST_CHOICES = 12
_KM = 6371.0 * math.pi / 180
"""Kilometres of a degree of latitude."""
_BEFORE = frozenset(
    {"w", "we", "kolo", "obok", "pod", "okolice", "okolicy", "niedaleko", "miasto", "near", "in", "around"}
)  # fmt: skip
"""Words before the name that say nothing of which place it is."""


@dataclass(frozen=True)
class Place:
    """`code`: TERYT of a unit, or "Brzozówka@120611" of a locality; `title` tells it from its namesakes."""

    code: str
    name: str
    title: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Near:
    """What an address asks for. `place` is None where the name is nobody's or several places';
    `choices` are then those that it could mean."""

    text: str
    km: int = DEFAULT_KM
    place: Place | None = None
    choices: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Known:
    """A place as the look-up knows it. `rank`: of one name, what people mean first comes first."""

    folded: str
    rank: int
    unit: str
    """The code of the unit, or of the gmina that a locality lies in."""
    level: str
    place: Place


def near(text: str, km: int = DEFAULT_KM) -> Near:
    """The place that these words mean: a code, or a name with or without marks, also as in "w Skawinie"."""
    found = _meant(text)
    if len(found) == 1:
        return Near(text, km, found[0])
    return Near(text, km, None, tuple(found[:MOST_CHOICES]))


def _meant(text: str) -> list[Place]:
    known = _known()
    by_code = [one.place for one in known if one.place.code == text]
    if by_code:
        return by_code[:1]
    words = fold(text).split()
    while len(words) > 1 and words[0] in _BEFORE:
        words.pop(0)
    if len(words) > 1 and words[0] in ("gmina", "gminie", "powiat", "powiecie"):
        level = "gmina" if words.pop(0).startswith("gmin") else "powiat"
        known = [one for one in known if one.level == level]
    if not words:
        return []
    name = " ".join(words)
    exact = [one for one in known if one.folded == name]
    # Nothing is called so: then what begins so comes in its place.
    found = exact or _inflected(words, known)
    found = found or [one for one in known if len(name) > 2 and one.folded.startswith(name)]
    return [one.place for one in _apart(found)]


def _inflected(asked: Sequence[str], known: Sequence[_Known]) -> list[_Known]:
    """Names whose cases the words could be ("nowym targu" of "nowy targ"): those that share most."""
    likely: dict[str, int] = {}
    for name in {one.folded for one in known}:
        words = name.split()
        shared = [_shared(a, b) for a, b in zip(asked, words, strict=False)]
        if len(words) == len(asked) and all(shared):
            likely[name] = 2 * sum(shared) - sum(map(len, words))
    most = max(likely.values(), default=0)
    return [one for one in known if likely.get(one.folded) == most] if likely else []


def _shared(asked: str, name: str) -> int:
    """Letters with which both begin; 0 where one is no case of the other."""
    pairs = zip(asked, name, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    fits = shared >= max(3, len(name) - 2) and len(asked) - shared <= 3
    return shared if asked == name or fits else 0


def _apart(found: Sequence[_Known]) -> list[_Known]:
    """Each place once: a town, its gmina and the gmina around it are one to somebody who says the name."""
    kept: list[_Known] = []
    for one in sorted(found, key=lambda one: (one.rank, one.place.title)):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(a: _Known, b: _Known) -> bool:
    if a.folded != b.folded:
        return False
    far = km_between(a.place, b.place.lon, b.place.lat)
    villages = (a.level == "locality") + (b.level == "locality")
    if villages == 2:
        return a.unit == b.unit or far < 2
    return far < 12 if villages == 0 else a.unit == b.unit or far < 5


# ── what there is ───────────────────────────────────────────────────────────────────────────────


def _known() -> list[_Known]:
    """Every place, in two statements."""
    return kept("places", lambda: [*_units(), *_localities()])


_RANKS = {"miejska": 0, "miejsko-wiejska": 2, "wiejska": 3}


def _units() -> list[_Known]:
    rows = Region.objects.exclude(level=Region.Level.VOIVODESHIP)
    found: list[_Known] = []
    for code, level, name, kind, lon, lat, parent in rows.values_list(
        "code", "level", "name", "kind", "lon", "lat", "parent__name"
    ):
        if lon is None or lat is None:
            continue
        title = Region(level=level, name=name).title
        gmina = level == Region.Level.GMINA
        if gmina:
            above = Region(level=Region.Level.POWIAT, name=parent or "").title
            title = f"{name} (gmina {kind}, {above})" if kind else f"{name} (gmina, {above})"
        rank = _RANKS.get(kind, 2) if gmina else 4
        found.append(_Known(fold(name), rank, code, str(level), Place(code, name, title, lon, lat)))
    return found


def _localities() -> list[_Known]:
    """Villages and towns in which public organisations show where they are."""
    shown = (Site.Precision.EXACT, Site.Precision.LOCALITY)
    sites = Site.objects.filter(organisation__hidden=False, precision__in=shown)
    rows = (
        sites.exclude(locality="").exclude(lon=None).exclude(gmina=None).order_by()
        .values_list("locality", "gmina__code", "gmina__name")
        .annotate(x=Avg("lon"), y=Avg("lat"))
    )  # fmt: skip
    return [
        _Known(
            fold(name), 1, code, "locality",
            Place(f"{name}@{code}", name, f"{name} (gmina {gmina})", lon, lat),
        )
        for name, code, gmina, lon, lat in rows
    ]  # fmt: skip


# ── how far ─────────────────────────────────────────────────────────────────────────────────────


def _scales(lat: float) -> tuple[float, float]:
    """Kilometres of a degree of longitude at this latitude, and how they change with it. Within MOST_KM
    this is as good as the sphere, and the same few products in Python and in any database."""
    angle = math.radians(lat)
    return math.cos(angle) * _KM, -math.sin(angle) * math.radians(0.5) * _KM


def km_between(place: Place, lon: float, lat: float) -> float:
    """The way of the crow from the place, in kilometres."""
    wide, bent = _scales(place.lat)
    east = (lon - place.lon) * (wide + bent * (lat - place.lat))
    return math.hypot(east, (lat - place.lat) * _KM)


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
    wide, bent = (Value(number, output_field=FloatField()) for number in _scales(place.lat))
    east = _point("lon", prefix) - Value(place.lon, output_field=FloatField())
    north = _point("lat", prefix) - Value(place.lat, output_field=FloatField())
    across, along = east * (wide + bent * north), north * Value(_KM, output_field=FloatField())
    return across * across + along * along


def box_of(place: Place, km: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that holds everything so near."""
    down = km / _KM
    wide, bent = _scales(place.lat)
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
