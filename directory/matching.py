"""Who could be a partner: organisations that do the same things, the nearer the better, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.viewer import Viewer
from directory.models import Organisation, Site
from taxonomy.geography import distance_km

LIMIT = 4
_CANDIDATES = 2_000
"""Rows looked at: an organisation and a field they share make one."""


@dataclass(frozen=True)
class Partner:
    """A suggestion. `km` is None where one of the two has no point."""

    name: str
    url: str
    picture: str
    kind: str
    shared: Sequence[str]
    """Codes of the practice areas that both have."""
    km: int | None


def partners(
    viewer: Viewer, organisation: Organisation, site: Site | None, practices: Sequence[str]
) -> list[Partner]:
    """At most LIMIT, in one statement: each shared field counts for one, each 25 km against."""
    if not practices:
        return []
    through = Organisation.practices.through.objects
    rows = (
        through.filter(
            practicearea__code__in=practices,
            organisation__in=Organisation.objects.visible_to(viewer).exclude(pk=organisation.pk),
            organisation__sites__position=0,
        )
        .order_by("organisation_id", "practicearea__position")
        .values_list(
            "organisation_id", "practicearea__code", "organisation__name", "organisation__slug",
            "organisation__picture", "organisation__kind",
            "organisation__sites__lon", "organisation__sites__lat",
            "organisation__sites__precision",
        )[:_CANDIDATES]
    )  # fmt: skip
    shared: dict[int, list[str]] = defaultdict(list)
    rest: dict[int, tuple[str, str, str, str, float | None, float | None, str]] = {}
    for pk, code, *about in rows:
        shared[pk].append(code)
        rest[pk] = tuple(about)  # type: ignore[assignment]
    found: list[tuple[float, str, Partner]] = []
    for pk, (name, slug, picture, kind, lon, lat, precision) in rest.items():
        # Distances from a few houses would tell where a hidden one is.
        km = None if precision == Site.Precision.HIDDEN else _km(site, lon, lat)
        score = len(shared[pk]) - (km if km is not None else 50) / 25
        partner = Partner(name, f"/directory/{slug}/", picture, kind, shared[pk], km)
        found.append((-score, name, partner))
    found.sort(key=lambda entry: entry[:2])
    return [partner for _, _, partner in found[:LIMIT]]


def _km(site: Site | None, lon: float | None, lat: float | None) -> int | None:
    if site is None or site.precision == Site.Precision.HIDDEN:
        return None
    if site.lon is None or site.lat is None or lon is None or lat is None:
        return None
    return round(distance_km(site.lon, site.lat, lon, lat))
