"""The person's language, kept in a cookie from log-in on."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def set_language_cookie(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        chosen = request.META.get("rynek.language")
        if chosen:
            set_language_cookie(response, chosen)
        return response

    return middleware
