"""The addresses of the tests of the look: the gallery and what the frame needs, without rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from kernel.look_gallery import gallery


def template(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, name, {"retry_after": 2})


@csrf_exempt
def slow(request: HttpRequest) -> HttpResponse:
    """A form that never answers anything: what counts is how often it was sent."""
    slow.times += request.method == "POST"  # type: ignore[attr-defined]
    return HttpResponse(status=204) if request.method == "POST" else HttpResponse("ready")


slow.times = 0  # type: ignore[attr-defined]

urlpatterns = [
    path("look/", gallery),
    path("look/slow/", slow),
    path("look/template/<path:name>", template),
    path("accounts/language/", template, {"name": "404.html"}, name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
