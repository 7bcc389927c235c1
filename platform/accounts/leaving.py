"""Who logs out, or is logged out from elsewhere, leaves nothing in the browser: on a computer of a library the next
person sits down at once.

Drafts that a browser keeps survive a log-in that ended by itself: nobody chose that, and the writer comes back.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import OpenSession

CLEARED = '"cache", "storage"'
"""Not the cookies: the language, and the mark by which strangers who guess do not lock the owner out here."""


def clear_device(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key and _has_left(request):
            request.session.flush()  # of a closed account it is still there
            response["Clear-Site-Data"] = CLEARED
            OpenSession.objects.filter(session_key=key).exclude(ended_at=None).delete()
        return response

    return middleware


def _has_left(request: HttpRequest) -> bool:
    """Whether the session came as somebody's, and nobody is logged in now."""
    session = request.session
    belonged = session.accessed and getattr(session, "belonged", False)
    return belonged and not request.user.is_authenticated
