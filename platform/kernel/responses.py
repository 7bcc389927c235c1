"""Answers that every room gives alike."""

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from kernel.refusals import Moved


def see_other(address: str) -> HttpResponse:
    """What was sent is done; the browser goes on by GET to `address`, a path of this site."""
    return HttpResponse(status=303, headers={"Location": iri_to_uri(address)})


ADDRESS_LIMIT = 2_000
"""Characters of an address to go back to: a longer one does not fit into a header."""


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page whose button was pressed (`next` of the frame's form), if it is a path of our own."""
    target = request.POST.get("next", "")[:ADDRESS_LIMIT]
    fit = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if fit and target.startswith("/") else otherwise


def moved(request: HttpRequest, error: Moved) -> HttpResponse | None:
    """301 to where the page is now; None for what was sent, which must not be done to another page
    than the person saw."""
    if request.method not in ("GET", "HEAD"):
        return None
    query = request.META.get("QUERY_STRING", "")
    address = error.path_of(request.path) + (f"?{query}" if query else "")
    return HttpResponse(status=301, headers={"Location": iri_to_uri(address)})
