"""Is the process alive, are its parts, what are the figures: for machines, and one page for people."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from portal.figures import text
from portal.readiness import parts
from portal.status import lines


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
    return HttpResponse(text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What works now, for anybody. Without the database it stands alone: the frame would need it."""
    shown, at = lines()
    context = {"lines": shown, "at": at, "well": all(line.state == "ok" for line in shown)}
    if shown[0].state == "ok":
        return render(request, "portal/status.html", {**context, "page": "status"})
    answer = HttpResponse(render_to_string("portal/status_alone.html", context), status=503)
    answer["Retry-After"] = "30"
    return answer
