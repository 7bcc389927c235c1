"""Pages for what went wrong; under /api/ problem documents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kernel.middleware import problem


def _page(request: HttpRequest, status: int, template: str, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, detail)
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "400.html", _("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "403.html", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "404.html", _("There is nothing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: what broke may be what the frame needs."""
    if request.path.startswith("/api/"):
        return problem(500, _("Something broke on our side."))
    return HttpResponse(render_to_string("500.html"), status=500)
