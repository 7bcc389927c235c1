"""Under /api/ every error is a problem document, whoever made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kernel.gate import BODY_LIMIT
from kernel.middleware import body_length, problem

WORDS = {
    400: "This request cannot be understood.",
    404: "There is nothing here.",
    405: "This address does not take this method.",
    413: "That is too large to send.",
}


def problems(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/") and body_length(request) > BODY_LIMIT:
            return problem(413, _(WORDS[413]), code="too_large")
        response = get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/"):
            return response
        if response.get("Content-Type", "").startswith("application/problem+json"):
            return response
        detail = WORDS.get(response.status_code, "Something went wrong.")
        made = problem(response.status_code, _(detail))
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response:
                made[name] = response[name]
        return made

    return middleware
