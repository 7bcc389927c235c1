"""The whole result on a large map, gathered by powiat or gmina, with the same figures as a table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.viewer import Viewer
from directory.finding.atlas import Atlas
from directory.finding.facets import around, chosen, facets, only_region
from directory.finding.figures import Ids
from directory.finding.filters import Filters
from directory.finding.forgiving import forgiven
from directory.finding.results import count, matching, proposed
from directory.finding.ways import ways_on
from directory.maps.drawing import PAGE_WIDTH, draw, field_of
from directory.maps.gathering import AT_MAP, frame_of, gathered, spots_of, way_back
from directory.maps.marks import cluster_pins
from directory.reference import WORDS, atlas_of, kept, reading
from directory.views.listing import key_of, read_filters
from directory.views.shown import shown
from kernel.naming import site_name
from kernel.pages import HotPage
from taxonomy.models import Region
from taxonomy.words import all_words


@require_safe
@reading()
def region(request: HttpRequest) -> HttpResponse:
    viewer, read = viewer_of(request), forgiven(read_filters, request.GET)
    filters = read.filters
    ids = proposed(viewer, filters)

    def page(cursor: str | None, left_out: Sequence[str]) -> HotPage:
        return HotPage(
            key=None if left_out else key_of("directory-map", viewer, filters, ids),
            title=f"{_('Map of organisations')} · {site_name()}",
            description=_("Where the organisations of culture are, by powiat and gmina."),
            canonical=request.path + filters.query(),
            main=lambda: render_to_string(
                "directory/map.html",
                {**_context(viewer, filters, ids), "left_out": left_out},
            ),
            script="js/map.js",
        )

    return shown(request, page, cursor=None, left_out=read.left_out)


def _context(viewer: Viewer, filters: Filters, ids: Ids) -> dict[str, Any]:
    counts = count(viewer, filters, ids)
    atlas = atlas_of(filters.regions)
    words = kept("words", all_words, of=WORDS)
    gminas = _inside(atlas, counts.gmina)

    def href(code: str) -> str:
        below = atlas.units[code].level == Region.Level.GMINA
        query = only_region(filters, code)
        return f"/directory/{query}" if below else query + AT_MAP

    frame = frame_of(filters, PAGE_WIDTH)
    near_by = frame or (field_of(atlas, PAGE_WIDTH) if atlas.narrow else None)
    spots = spots_of(matching(viewer, filters, ids)) if near_by else None
    pins, marks, placed = gathered(spots, near_by, filters) if spots and near_by else ([], [], 0)
    drawing = draw(
        atlas, gminas, width=PAGE_WIDTH, linked=False, href=href, frame=frame,
        label=ngettext("Map: %(number)d organisation", "Map: %(number)d organisations", counts.total)
        % {"number": counts.total},
        pins=lambda frame: pins or cluster_pins(atlas, gminas, frame, href),
    )  # fmt: skip
    gmina = atlas.narrow[0].code if len(atlas.narrow) == 1 else ""
    powiat = atlas.powiat_of(gmina)
    return {
        "filters": filters,
        "counts": counts,
        "facets": facets(filters, counts, atlas, words),
        "chosen": chosen(filters, atlas, words),
        "ways": [] if counts.total else ways_on(viewer, filters, ids, atlas, words),
        "around": around(filters),
        "region": ", ".join(top.name for top in atlas.tops),
        "where": ", ".join(unit.title for unit in atlas.chosen),
        "map": drawing,
        "marks": marks,
        "elsewhere": counts.total - placed if marks else 0,
        "back": way_back(filters, powiat if powiat != gmina else ""),
        "table": _table(filters, atlas, gminas),
        "nowhere": gminas.get("", 0),
        "search_pairs": filters.pairs(but="q"),
        "whole_query": _whole(filters),
    }


def _whole(filters: Filters) -> str:
    """All of the region, at the square from which one has come nearer."""
    query = replace(filters.without("near"), regions=(), bbox=None).query() or "?"
    came_from = len(filters.regions) == 1 and not filters.bbox and not filters.near
    return query + (f"#at-{filters.regions[0]}" if came_from else AT_MAP)


def _inside(atlas: Atlas, gminas: Any) -> dict[str, int]:
    """The facet counts every place; the map shows those of the chosen ones alone, as the list does."""
    chosen_codes = {unit.code for unit in atlas.chosen}
    if not chosen_codes:
        return dict(gminas)
    found: dict[str, int] = {}
    for code, number in gminas.items():
        unit = atlas.units.get(code)
        powiat = atlas.units.get(unit.parent) if unit else None
        if unit and {unit.code, unit.parent, powiat.parent if powiat else ""} & chosen_codes:
            found[code] = number
    return found


def _table(filters: Filters, atlas: Atlas, gminas: dict[str, int]) -> list[dict[str, Any]]:
    """Each powiat with its number, and its gminas with theirs: the map for those who do not see it."""
    powiats = atlas.by_powiat(gminas)
    rows: list[dict[str, Any]] = []
    for unit in atlas.at(Region.Level.POWIAT):
        if powiats[unit.code]:
            inside = [
                {
                    "title": gmina.title.removeprefix("gmina "),
                    "number": gminas[gmina.code],
                    "query": only_region(filters, gmina.code),
                }
                for gmina in atlas.at(Region.Level.GMINA)
                if gmina.parent == unit.code and gminas.get(gmina.code)
            ]
            rows.append(
                {
                    "title": unit.title, "number": powiats[unit.code],
                    "query": only_region(filters, unit.code), "gminas": inside if len(inside) > 1 else [],
                }
            )  # fmt: skip
    return rows
