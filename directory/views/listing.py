"""The directory as a list with its map: the same result twice."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.viewer import Viewer, is_moderator
from directory.finding.facets import around, chosen, facets, only_region
from directory.finding.figures import Ids
from directory.finding.filters import Filters
from directory.finding.forgiving import forgiven
from directory.finding.opening import quarter
from directory.finding.results import count, page_of, proposed
from directory.finding.rows import dress
from directory.finding.ways import ways_on
from directory.finding.why import fitting
from directory.maps.drawing import LIST_WIDTH, draw
from directory.maps.gathering import frame_of
from directory.maps.marks import row_pins
from directory.reference import WORDS, atlas_of, kept, reading, version
from directory.views.shown import shown
from kernel.gate import BadText, clean_text
from kernel.naming import site_name
from kernel.pages import HotPage
from taxonomy.words import all_words

ROWS = 20
CURSOR_LIMIT = 600


def read_filters(query: QueryDict) -> Filters:
    """For a page, which can ask back which town is meant."""
    return Filters.from_query(query, asks=True)


def cursor_of(request: HttpRequest) -> str | None:
    """The cursor of the address, or None; one that cannot be any leads nowhere like all that are old."""
    try:
        return clean_text(request.GET.get("cursor", ""), limit=CURSOR_LIMIT, lines=False) or None
    except BadText:
        return "-"


def key_of(name: str, viewer: Viewer, filters: Filters, ids: Ids) -> tuple[Hashable, ...]:
    """What a page of the whole directory depends on: needs and offers end with a day, and how many are
    open now is true for a quarter of an hour."""
    return (
        name, version(), quarter(), filters.query(), is_moderator(viewer),
        None if ids is None else hash(tuple(ids)),
    )  # fmt: skip


@require_safe
@reading()
def listing(request: HttpRequest) -> HttpResponse:
    viewer, cursor = viewer_of(request), cursor_of(request)
    read = forgiven(read_filters, request.GET)
    filters = read.filters
    ids = proposed(viewer, filters)

    def page(cursor: str | None, left_out: Sequence[str]) -> HotPage:
        return HotPage(
            key=None if left_out else (*key_of("directory", viewer, filters, ids), cursor),
            title=f"{_('Directory of organisations')} · {site_name()}",
            description=_(
                "Culture centres, libraries, museums, community rooms, associations and groups."
            ),
            canonical=request.path + filters.query(),
            main=lambda: render_to_string(
                "directory/list.html", _context(viewer, filters, ids, cursor, left_out)
            ),
            script="js/map.js",
        )

    return shown(request, page, cursor=cursor, left_out=read.left_out)


def _context(
    viewer: Viewer, filters: Filters, ids: Ids, cursor: str | None, left_out: Sequence[str]
) -> dict[str, Any]:
    counts = count(viewer, filters, ids)
    part = page_of(viewer, filters, ids, cursor=cursor, limit=ROWS)
    atlas = atlas_of(filters.regions)
    words = kept("words", all_words, of=WORDS)
    rows = dress(
        viewer, part.rows, asked=filters.access, near=filters.near,
        fits=fitting(filters, words, [organisation.pk for organisation in part.rows]),
    )  # fmt: skip
    drawing = draw(
        atlas, counts.gmina, width=LIST_WIDTH,
        label=ngettext(
            "Map: %(number)d organisation of this page of the list",
            "Map: %(number)d organisations of this page of the list", len(rows),
        ) % {"number": len(rows)},
        href=lambda code: only_region(filters, code),
        pins=lambda frame: row_pins([(r.number, r.name, r.lon, r.lat) for r in rows], frame),
        frame=frame_of(filters, LIST_WIDTH),
    )  # fmt: skip
    return {
        "filters": filters,
        "left_out": left_out,
        "moderator": is_moderator(viewer),
        "counts": counts,
        "rows": rows,
        "facets": facets(filters, counts, atlas, words),
        "chosen": chosen(filters, atlas, words),
        "ways": [] if rows else ways_on(viewer, filters, ids, atlas, words),
        "around": around(filters),
        "region": ", ".join(top.name for top in atlas.tops),
        "where": ", ".join(unit.title for unit in atlas.chosen),
        "map": drawing,
        "map_note": _without_point(len(rows) - len(drawing.pins) if drawing else 0),
        "sources": list(
            dict.fromkeys(row.source for row in rows if row.source and not row.example)
        ),
        "next": turned(filters, part.next),
        "previous": turned(filters, part.previous),
        "unsure_query": replace(filters, unsure=True).query(),
        "sure_query": replace(filters, unsure=False).query() or "?",
        "near_query": replace(filters, order="near").query() if filters.near else "",
        "name_query": replace(filters, order="name").query() or "?",
        "updated_query": replace(filters, order="updated").query(),
        "search_pairs": filters.pairs(but="q"),
        "whole_query": replace(filters.without("near"), regions=(), bbox=None).query() or "?",
    }


def turned(filters: Filters, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = filters.query()
    return f"{query}&cursor={cursor}" if query else f"?cursor={cursor}"


def _without_point(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext(
        "%(number)d organisation of this page has no point on this map.",
        "%(number)d organisations of this page have no point on this map.",
        number,
    ) % {"number": number}
