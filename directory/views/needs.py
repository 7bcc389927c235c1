"""What organisations seek and have, newest first."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.viewer import Viewer, is_moderator
from directory.board.facets import around, card_facets, chosen_of, tabs
from directory.board.filters import CardFilters
from directory.board.found import found_lately
from directory.board.results import card_counts, card_page
from directory.finding.forgiving import forgiven
from directory.reference import WORDS, atlas_of, kept, reading, version
from directory.views.listing import cursor_of
from directory.views.shown import shown
from kernel.naming import site_name
from kernel.pages import HotPage
from taxonomy.words import both_lists


@require_safe
@reading()
def needs(request: HttpRequest) -> HttpResponse:
    viewer, cursor = viewer_of(request), cursor_of(request)
    read = forgiven(_read, request.GET)
    filters = read.filters

    def page(cursor: str | None, left_out: Sequence[str]) -> HotPage:
        return HotPage(
            key=None if left_out else (
                "needs", version(), timezone.localdate(), filters.query(), is_moderator(viewer), cursor),
            title=f"{_('Needs and offers')} · {site_name()}",
            description=_("What organisations of the region seek and what they have for others."),
            canonical=request.path + filters.query(),
            main=lambda: render_to_string(
                "directory/needs.html", _context(viewer, filters, cursor, left_out)
            ),
        )  # fmt: skip

    return shown(request, page, cursor=cursor, left_out=read.left_out)


def _read(query: QueryDict) -> CardFilters:
    return CardFilters.from_query(query, asks=True)


def _context(
    viewer: Viewer, filters: CardFilters, cursor: str | None, left_out: Sequence[str]
) -> dict[str, Any]:
    part = card_page(viewer, filters, cursor=cursor)
    counts, atlas = card_counts(viewer, filters), atlas_of(())
    practices, audiences = kept("both-lists", both_lists, of=WORDS)
    return {
        "filters": filters,
        "left_out": left_out,
        "cards": part.rows,
        "tabs": tabs(filters, counts),
        "facets": card_facets(filters, counts, atlas, practices, audiences),
        "chosen": chosen_of(filters, atlas, practices, audiences),
        "clear": CardFilters(kind=filters.kind).query() or "?",
        "around": around(filters),
        "near_pairs": filters.pairs(but="near"),
        # Who looks for something is not told of others.
        "found": [] if cursor or filters.chosen else found_lately(),
        "next": filters.turned(part.next),
        "previous": filters.turned(part.previous),
    }
