"""What every request passes: the gate before it, and the refusals' pages after it."""

from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _

from kernel.again import sent_with, written_with
from kernel.breakdowns import refusal_of
from kernel.gate import BadText, clean_text
from kernel.refusals import Away, Busy, Full, Moved, Refusal, TooMany
from kernel.responses import moved

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


def body_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _turned_away(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """Plain words: the page's frame may need what has not been read yet. `words` are English ones, marked
    for translation: the language of the person is asked for after the gate."""
    with override(get_language_from_request(request)):
        words = _(words)
    if request.path.startswith("/api/"):
        return problem(status, words)
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")


def https_alone(get_response: Responder) -> Responder:
    """Where people come by HTTPS (SECURE_SSL_REDIRECT), what came without it is refused: a program that was led on
    would never be mended, and what a form brought has been read by whoever listens. Pages that are only
    read are led on by Django's own middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not _led_on(request):
            words = gettext_noop(
                "This site is reached by https:// alone. Nothing was done with what was sent."
            )
            return _turned_away(request, 403, words)
        return get_response(request)

    return middleware


def _led_on(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and not request.path.startswith("/api/")


def gate(get_response: Responder) -> Responder:
    """Turns away addresses that no page could mean, before anything reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _fit(request.META.get("PATH_INFO", "")) or not _fit(
            request.META.get("QUERY_STRING", "")
        ):
            return _turned_away(
                request, 400, gettext_noop("This address has characters in it that no address has.")
            )
        if body_length(request) > _body_limit(request):
            return _turned_away(request, 413, gettext_noop("That is too large to send."))
        return _unkept(get_response(request))

    return middleware


def _body_limit(request: HttpRequest) -> int:
    """Bytes. Files go to the disk, not into memory: only where files are sent may a body be large."""
    if settings.UPLOAD_PATHS.fullmatch(request.path_info):
        return int(settings.UPLOAD_BODY_LIMIT)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _unkept(response: HttpResponse) -> HttpResponse:
    """A page whose view says nothing of caches may hold something of one person: nobody keeps it."""
    if "Cache-Control" not in response and response.get("Content-Type", "").startswith("text/html"):
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def refusals(get_response: Responder) -> Responder:
    """Turns a refusal that a view raised into a page in the person's language."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            refusal = error if isinstance(error, Refusal) else refusal_of(error)
            return refusal_page(request, refusal) if refusal is not None else None

    return cast(Responder, Middleware())


def refusal_page(request: HttpRequest, error: Refusal) -> HttpResponse:
    if isinstance(error, Moved) and (there := moved(request, error)):
        return there
    if isinstance(error, Away):
        return away_page(request, error)
    passes = isinstance(error, Busy | Full | TooMany)
    sent = sent_with(request) if passes else None
    written = written_with(request) if not passes else []
    context = {"refusal": error, "written": written, "sent": sent}
    response = render(request, "refusal.html", context, status=error.status)
    if isinstance(error, Busy | Full | TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def away_page(request: HttpRequest, error: Away) -> HttpResponse:
    """A page that needs nothing of the database, or a problem document. What was sent is shown to its
    writer, where it can still be read."""
    if request.path.startswith("/api/"):
        response: HttpResponse = problem(error.status, error.message, code=error.code)
    else:
        page = render_to_string("away.html", {"refusal": error, "sent": sent_with(request)})
        response = HttpResponse(page, status=error.status)
    response["Retry-After"] = str(error.retry_after)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old: nothing was changed, and how to go on."""
    if request.path.startswith("/api/"):
        return problem(403, _("This was not sent from our own pages."))
    return render(request, "csrf.html", {"written": written_with(request)}, status=403)


def problem(status: int, detail: str, **more: object) -> JsonResponse:
    """An RFC 9457 problem document."""
    from http import HTTPStatus

    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return JsonResponse({**body, **more}, status=status, content_type="application/problem+json")


def refusal_problem(error: Refusal, **more: object) -> JsonResponse:
    """The problem document of a refusal, with the seconds to wait where waiting helps."""
    response = problem(error.status, error.message, **more)
    if isinstance(error, Away | Busy | Full | TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response
