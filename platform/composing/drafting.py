"""Drafts at the doors of the rooms: brought back into a form, and gone once the text is there."""

from collections.abc import Collection

from django.http import HttpResponse

from accounts.models import User
from composing.actions.keep_draft import discard_draft

COOKIE = "sent"
AGE = 60 * 60
"""Seconds for the browser to hear of it: on its next page with an editor."""


def sent(
    response: HttpResponse, person: User, place: str, *, boxes: Collection[str] = ()
) -> HttpResponse:
    """`boxes`: other places of the same form, whose names begin with this one's and a dash. The answer to a text that was taken: its draft is gone here, and the browser learns from a cookie
    to forget its own. Without this word it keeps what it has: sent is not yet received."""
    for one in (place, *boxes):
        discard_draft(by=person, place=one)
    response.set_cookie(COOKIE, place, max_age=AGE, samesite="Lax")
    return response
