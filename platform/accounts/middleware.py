"""The person's language and the look they have chosen, kept in cookies from log-in on."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel.appearance import CHOICES


def set_language_cookie(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def set_look_cookies(response: HttpResponse, look: Mapping[str, str]) -> None:
    """What is as it is by itself needs no cookie."""
    for name, value in look.items():
        if value == CHOICES[name][0]:
            response.delete_cookie(name, samesite="Lax")
        else:
            response.set_cookie(
                name, value, max_age=settings.LANGUAGE_COOKIE_AGE, secure=settings.SECURE, samesite="Lax",
            )  # fmt: skip


def language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        chosen = request.META.get("rynek.language")
        if chosen:
            set_language_cookie(response, chosen)
        set_look_cookies(response, request.META.get("rynek.look", {}))
        return response

    return middleware
