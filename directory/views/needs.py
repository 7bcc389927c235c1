"""What organisations seek and have, newest first."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
from directory.reference import WORDS, atlas_of, kept, reading, version
from directory.views.listing import cursor_of
from kernel.pages import HotPage, respond
from taxonomy.words import both_lists


@require_safe
@reading()
def needs(request: HttpRequest) -> HttpResponse:
    viewer, filters, cursor = (
        viewer_of(request),
        CardFilters.from_query(request.GET, asks=True),
        cursor_of(request),
    )
    page = HotPage(
        key=(
            "needs", version(), timezone.localdate(), filters.query(), is_moderator(viewer), cursor,
        ),
        title=f"{_('Needs and offers')} · {settings.SITE_NAME}",
        description=_("What organisations of the region seek and what they have for others."),
        canonical=request.path + filters.query(),
        main=lambda: render_to_string("directory/needs.html", _context(viewer, filters, cursor)),
    )  # fmt: skip
    return respond(request, page)


def _context(viewer: Viewer, filters: CardFilters, cursor: str | None) -> dict[str, Any]:
    part, counts, atlas = (
        card_page(viewer, filters, cursor=cursor),
        card_counts(viewer, filters),
        atlas_of(()),
    )
    practices, audiences = kept("both-lists", both_lists, of=WORDS)
    return {
        "filters": filters,
        "cards": part.rows,
        "tabs": tabs(filters, counts),
        "facets": card_facets(filters, counts, atlas, practices, audiences),
        "chosen": chosen_of(filters, atlas, practices, audiences),
        "clear": CardFilters(kind=filters.kind).query() or "?",
        "around": around(filters),
        "near_pairs": filters.pairs(but="near"),
        "found": found_lately() if cursor is None else [],
        "next": filters.turned(part.next),
        "previous": filters.turned(part.previous),
    }
