"""What is like a topic or a note: a page of its own, and the same as a piece of that one's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from kernel.limits import spend
from search.answers import linked
from search.documents import Place, source_of
from search.likeness import like
from search.views.results import who


@require_safe
def more(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`?piece=1`: the list alone, for the page that shows it."""
    viewer = viewer_of(request)
    spend("search_like", who(request, viewer))
    found = like(viewer, kind, pk)
    source = source_of(kind)
    if found is None or source is None:
        raise Http404
    piece = bool(request.GET.get("piece"))
    context: dict[str, object] = {"links": [linked(one) for one in found]}
    if not piece:
        first = 1 if kind == "topic" else 0
        context["card"] = next(iter(source.cards(viewer, [Place(pk, first)]).values()), None)
    name = "search/_like.html" if piece else "search/like.html"
    response = render(request, name, context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
