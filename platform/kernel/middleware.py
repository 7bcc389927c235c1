"""What every request passes: the gate before it, and the refusals' pages after it."""

from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kernel.gate import BadText, clean_text
from kernel.refusals import Refusal, TooMany

Responder = Callable[[HttpRequest], HttpResponse]
QUERY_LIMIT = 8_000
"""Characters of a query string."""


def _fit(raw: str) -> bool:
    """Whether the bytes behind this are UTF-8 text without NUL or control characters."""
    try:
        clean_text(unquote_to_bytes(raw.replace("+", " ")).decode(), limit=QUERY_LIMIT)
    except (BadText, UnicodeDecodeError, UnicodeEncodeError):
        return False
    return True


def gate(get_response: Responder) -> Responder:
    """Turns away addresses that no page could mean, before anything reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if not _fit(request.META.get("PATH_INFO", "").encode("latin-1", "replace").decode("latin-1")) or (
            not _fit(query)
        ):
            if request.path.startswith("/api/"):
                return problem(400, _("This address has characters in it that no address has."))
            return HttpResponseBadRequest(
                _("This address has characters in it that no address has."),
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return middleware


def refusals(get_response: Responder) -> Responder:
    """Turns a refusal that a view raised into a page in the person's language."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            return refusal_page(request, error) if isinstance(error, Refusal) else None

    return cast(Responder, Middleware())


def refusal_page(request: HttpRequest, error: Refusal) -> HttpResponse:
    response = render(request, "refusal.html", {"refusal": error}, status=error.status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old: nothing was changed, and how to go on."""
    if request.path.startswith("/api/"):
        return problem(403, _("This was not sent from our own pages."))
    return render(request, "csrf.html", {}, status=403)


def problem(status: int, detail: str, **more: object) -> JsonResponse:
    """An RFC 9457 problem document."""
    from http import HTTPStatus

    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse({**body, **more}, status=status, content_type="application/problem+json")
