"""The page of results. It reads the address alone, so that every state of it can be sent to somebody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.viewer import Viewer
from forums.models import Forum
from kernel.addresses import address_of
from kernel.breakdowns import beside_reading
from kernel.gate import BadText, clean_text
from kernel.limits import spend
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from notifications.levels import TAG, level_for
from search import misses, names, narrowing
from search.documents import kinds
from search.engines.protocol import SORTS
from search.query import LIMIT, VALUE_LIMIT, Results, search
from search.shelves import YES
from taxonomy.tags import tag_called

PAGE = 20


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=&kind=&tag=&region=&lang=&cursor=`. Filters that nothing can pass are left out."""
    viewer = viewer_of(request)
    asked = narrowing.Asked(_text(request, "q", LIMIT), _filters(request), _sort(request))
    wants = bool(asked.q or any(asked.filters.values()))
    found = Results()
    if wants:
        spend("search", who(request, viewer))
        found = search(
            viewer,
            asked.q,
            limit=PAGE,
            cursor=request.GET.get("cursor") or None,
            sort=asked.sort or None,
            **asked.filters,
        )
        # Also where other words of the question found something: what nothing has is what is wanted to be known.
        missed = not found.total or found.missing
        if asked.q and missed and not any(asked.filters.values()):
            with beside_reading():
                misses.record(asked.q)
    context = _context(viewer, asked, found, wants=wants)
    page = HotPage(
        key=None,
        title=f"{_('Search: %(q)s') % {'q': asked.q} if asked.q else _('Search')} · {site_name()}",
        main=lambda: render_to_string("search/results.html", context),
    )
    response = respond(request, page)
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(
    viewer: Viewer, asked: narrowing.Asked, found: Results, *, wants: bool
) -> dict[str, object]:
    context: dict[str, object] = {
        "q": asked.q,
        "filters": asked.filters,
        "found": found,
        "wants": wants,
        "sort": asked.sort,
    }
    if not wants:
        return context
    pairs = {"q": asked.q, **asked.filters, "sort": asked.sort}
    context["saved"] = urlencode({name: value for name, value in pairs.items() if value})
    tag = tag_called(asked.filters["tag"]) if asked.filters["tag"] else None
    if tag is not None and (level := level_for(viewer, TAG, tag.pk)):
        path = f"/notifications/watch/tag/{tag.pk}/"
        context["levels"] = {"level": level, "path": path, "name": tag.name}
    exact = asked.q.startswith('"') and asked.q.endswith('"')
    context |= {
        "tabs": narrowing.tabs(asked, found),
        "facets": narrowing.facets(asked, found),
        "orders": narrowing.orders(asked, found) if asked.q else (),
        "chosen": narrowing.chosen(asked),
        "next": f"{asked.href()}&{urlencode({'cursor': found.next})}" if found.next else "",
        "meant": asked.href(q=found.did_you_mean) if found.did_you_mean else "",
        "exactly": asked.href(q=f'"{asked.q}"') if " " in asked.q and not exact else "",
        "loosely": asked.href(q=asked.q.strip('"')) if exact else "",
        "without_filters": asked.href(**dict.fromkeys(narrowing.PARAMETERS, "")),
    }
    if not found.results:
        context["ask"] = _ask(viewer, asked.q)
    return context


def _filters(request: HttpRequest) -> dict[str, str]:
    filters = {name: _text(request, name, VALUE_LIMIT) for name in narrowing.PARAMETERS}
    if filters["kind"] not in kinds():
        filters["kind"] = ""
    if filters["region"] not in names.units():
        filters["region"] = ""
    if filters["answered"] != YES:
        filters["answered"] = ""
    return filters


def _sort(request: HttpRequest) -> str:
    sort = _text(request, "sort", VALUE_LIMIT)
    return sort if sort in SORTS[1:] else ""


def _text(request: HttpRequest, name: str, limit: int) -> str:
    """A parameter as text; one that is too long is cut, one that is no text is none."""
    try:
        return clean_text(request.GET.get(name, "")[:limit], limit=limit, lines=False)
    except BadText:
        return ""


def who(request: HttpRequest, viewer: Viewer) -> str:
    if viewer.pk:
        return f"u{viewer.pk}"
    return f"ip{address_of(request)}"


def _ask(viewer: Viewer, q: str) -> str:
    """Where the same can be asked of people, with these words as the title."""
    slug = Forum.objects.visible_to(viewer).values_list("slug", flat=True).first()
    return f"/forums/{slug}/ask/?{urlencode({'title': q})}" if slug else ""
