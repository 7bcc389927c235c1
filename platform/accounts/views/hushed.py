"""People whom a person has muted or blocked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_by_handle, person_of
from accounts.actions.hush import hush
from accounts.hushing import hushes_of
from kernel.responses import came_from, see_other


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/hushed.html", {"hushes": hushes_of(person_of(request))})


@login_required
@require_POST
def change(request: HttpRequest, handle: str) -> HttpResponse:
    other = person_by_handle(handle)
    kind = request.POST.get("kind", "")
    hush(by=person_of(request), other=other, kind=kind)
    name = {"name": other.name}
    if kind == "mute":
        messages.success(request, _("%(name)s is muted. Nobody is told.") % name)
    elif kind == "block":
        messages.success(request, _("%(name)s is blocked. Nobody is told.") % name)
    else:
        messages.success(request, _("You hear of %(name)s again.") % name)
    return see_other(came_from(request, f"/people/{other.handle}/"))
