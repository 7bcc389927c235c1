"""For machines: is the process alive, are its parts, what are the figures."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.readiness import figures, parts


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Touches nothing: it answers whenever this process can."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 only when the database is gone: everything else costs freshness, never data."""
    found: dict[str, Any] = parts()
    gone = found["database"]["state"] != "ok"
    state = (
        "down" if gone else "ok" if all(p["state"] == "ok" for p in found.values()) else "degraded"
    )
    return JsonResponse({"state": state, **found}, status=503 if gone else 200)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for who has the token (`Authorization: Bearer`)."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not secrets.compare_digest(given.encode(), token.encode()):
        raise Http404
    lines = [f"rynek_{name} {value}" for name, value in figures().items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
