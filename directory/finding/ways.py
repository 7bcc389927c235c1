"""What to do where nothing was found: without which filter there is something, and how far the nearest is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.finding.atlas import Atlas
from directory.finding.facets import chosen
from directory.finding.figures import Ids
from directory.finding.filters import Filters
from directory.finding.nearby import MOST_KM, WITHIN
from directory.finding.results import nearest, without_one
from taxonomy.words import Words

MOST_WAYS = 4
_FIELDS = {
    "kind": "kinds", "region": "regions", "practice": "practices", "audience": "audiences", "format": "formats",
    "access": "access", "network": "networks", "open": "open", "q": "q",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """`words` with the address that goes that way, and how many there are."""

    words: str
    href: str
    count: int


def ways_on(
    viewer: Viewer, filters: Filters, ids: Ids, atlas: Atlas, words: Words
) -> Sequence[Way]:
    """The shortest ways first: those that leave least of what was asked for behind."""
    if filters.near and filters.near.place is None:
        return ()  # the page asks back which town is meant
    counts = without_one(viewer, filters, ids)
    ways = []
    for name, number in counts.items():
        if not number or name == "around":
            continue
        alone = replace(Filters(), **{_FIELDS[name]: getattr(filters, _FIELDS[name])})
        called = (
            filters.q if name == "q" else ", ".join(one.name for one in chosen(alone, atlas, words))
        )
        ways.append(Way(_("without “%(filter)s”") % {"filter": called}, filters.without(name).query() or "?", number))  # fmt: skip
    ways.sort(key=lambda way: way.count)
    return [*_farther(viewer, filters, ids), *_wider(filters, counts), *ways][:MOST_WAYS]


def _farther(viewer: Viewer, filters: Filters, ids: Ids) -> list[Way]:
    """The circle of those on offer that holds the nearest one."""
    found = nearest(viewer, filters, ids)
    if found is None or filters.near is None:
        return []
    name, km = found
    steps = [step for step in (*WITHIN, MOST_KM) if step >= km and step > filters.near.km]
    if not steps:
        return []
    wider = replace(filters, near=replace(filters.near, km=steps[0]), bbox=None)
    said = _("up to %(km)d km: the nearest is %(name)s, %(far)d km from there")
    return [Way(said % {"km": steps[0], "name": name, "far": max(1, math.ceil(km))}, wider.query(), 0)]  # fmt: skip


def _wider(filters: Filters, counts: dict[str, int]) -> list[Way]:
    """The whole region instead of a part of the map."""
    number = counts.get("around", 0)
    if not number:
        return []
    everywhere = replace(filters.without("near"), bbox=None)
    return [Way(_("in the whole region"), everywhere.query() or "?", number)]
