"""Pages for what went wrong; under /api/ problem documents."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kernel.again import written_with
from kernel.breakdowns import refusal_of
from kernel.middleware import away_page, problem, refusal_page
from kernel.refusals import Away


def _page(request: HttpRequest, status: int, template: str, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, detail)
    # What was sent to an address that no view has is nobody's text.
    written = written_with(request) if request.resolver_match else []
    return render(request, template, {"written": written}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "400.html", _("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "403.html", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "404.html", _("There is nothing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: what broke may be what the frame needs.

    What breaks before a view is reached, such as the session's row, comes here as well, still being handled.
    """
    refusal = refusal_of(sys.exc_info()[1])
    if isinstance(refusal, Away):
        return away_page(request, refusal)
    if refusal is not None and request.path.startswith("/api/"):
        return problem(refusal.status, refusal.message, code=refusal.code)
    if refusal is not None:
        return refusal_page(request, refusal)
    if request.path.startswith("/api/"):
        return problem(500, _("Something broke on our side."))
    return HttpResponse(render_to_string("500.html"), status=500)
