"""What is kept for how long, and why: the table by which the background work goes, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.retention.table import rows


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """In sections by room, in the order in which a reader meets them."""
    headings = {
        "accounts": _("Your account"), "composing": _("While you write"), "notifications": _("What you are told"),
        "realtime": _("Rooms and browsers"), "forums": _("Forums"), "search": _("Search"),
        "directory": _("Directory"), "moderation": _("Moderation"), "kernel": _("The machine itself"),
    }  # fmt: skip
    found = [
        (room, heading, [row for code, row in rows.items() if code.split(".")[0] == room])
        for room, heading in headings.items()
    ]
    return render(request, "portal/retention.html", {"sections": found})
