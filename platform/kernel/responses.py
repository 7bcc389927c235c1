"""Answers that every room gives alike."""

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri


def see_other(address: str) -> HttpResponse:
    """What was sent is done; the browser goes on by GET to `address`, a path of this site."""
    return HttpResponse(status=303, headers={"Location": iri_to_uri(address)})
