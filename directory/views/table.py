"""The same result as a table, sorted by its columns through the address."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.viewer import Viewer
from directory.finding.facets import around, chosen, facets
from directory.finding.figures import Ids
from directory.finding.filters import Filters
from directory.finding.forgiving import forgiven
from directory.finding.results import count, page_of, proposed
from directory.finding.table import ROWS, heads, table_rows
from directory.finding.ways import ways_on
from directory.reference import WORDS, atlas_of, kept, reading
from directory.views.listing import cursor_of, key_of, read_filters, turned
from directory.views.shown import shown
from kernel.naming import site_name
from kernel.pages import HotPage
from taxonomy.words import all_words


@require_safe
@reading()
def table(request: HttpRequest) -> HttpResponse:
    viewer, cursor = viewer_of(request), cursor_of(request)
    read = forgiven(read_filters, request.GET)
    filters = read.filters
    ids = proposed(viewer, filters)

    def page(cursor: str | None, left_out: Sequence[str]) -> HotPage:
        return HotPage(
            key=None if left_out else (*key_of("directory-table", viewer, filters, ids), cursor),
            title=f"{_('Table of organisations')} · {site_name()}",
            description=_("The organisations of culture side by side, sorted as you like."),
            canonical=request.path + filters.query(),
            main=lambda: render_to_string(
                "directory/table.html", _context(viewer, filters, ids, cursor, left_out)
            ),
        )

    return shown(request, page, cursor=cursor, left_out=read.left_out)


def _context(
    viewer: Viewer, filters: Filters, ids: Ids, cursor: str | None, left_out: Sequence[str]
) -> dict[str, Any]:
    counts = count(viewer, filters, ids)
    part = page_of(viewer, filters, ids, cursor=cursor, limit=ROWS)
    atlas = atlas_of(filters.regions)
    words = kept("words", all_words, of=WORDS)
    return {
        "filters": filters,
        "left_out": left_out,
        "ways": [] if part.rows else ways_on(viewer, filters, ids, atlas, words),
        "counts": counts,
        "heads": heads(filters),
        "rows": table_rows(viewer, part.rows, filters, atlas, words),
        "facets": facets(filters, counts, atlas, words),
        "chosen": chosen(filters, atlas, words),
        "around": around(filters),
        "where": ", ".join(unit.title for unit in atlas.chosen),
        "next": turned(filters, part.next),
        "previous": turned(filters, part.previous),
        "search_pairs": filters.pairs(but="q"),
    }
