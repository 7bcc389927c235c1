"""The first page of the set-up: what is done, what is next; and the record of all changes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kernel.gate import whole_number
from portal.setup import reading
from portal.setup.checks import checks
from portal.setup.telling import told
from portal.views.setup.common import administrator, shown


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    administrator(request)
    lines = checks()
    done = sum(line.done for line in lines)
    following = next((line for line in lines if not line.done), None)
    context = {
        "checks": lines, "done": done, "all": len(lines), "following": following,
        "mail": settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2],
    }  # fmt: skip
    return shown(request, "start", "start", context)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The newest first; `?before=` an id goes on."""
    administrator(request)
    found, further = reading.changes(whole_number(request.GET.get("before", "")))
    lines = [(change, *told(change)) for change in found]
    older = f"?before={further}" if further else ""
    return shown(request, "history", "history", {"lines": lines, "older": older})
