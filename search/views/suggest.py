"""What is suggested while somebody types in a search box."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from kernel.limits import spend
from search.suggesting import suggestions
from search.views.results import who


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=`: `{"suggestions": [{"name", "note", "url"}]}`, at most eight."""
    viewer = viewer_of(request)
    spend("search_typed", who(request, viewer))
    rows = suggestions(viewer, request.GET.get("q", ""))
    answer = JsonResponse(
        {"suggestions": [{"name": r.name, "note": r.note, "url": r.url} for r in rows]}
    )
    answer["Cache-Control"] = "private, max-age=30" if viewer.pk is None else "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
