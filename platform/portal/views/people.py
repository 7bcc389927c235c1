"""A person's public page: name, handle, public writings; the rest once the person opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import person_by_handle, viewer_of
from portal.writings import places_of, writings_of
from realtime.chat.consent import may_write_to


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    found = person_by_handle(handle)
    if found.handle != handle:
        return redirect("portal:person", found.handle)
    viewer = viewer_of(request)
    own = viewer.pk == found.pk
    shown = found.is_active and (found.open or own)
    context = {
        "person": found,
        "own": own,
        "open": shown,
        "may_write": may_write_to(viewer, found),
        "memberships": places_of(found, viewer) if shown else [],
        **writings_of(found, viewer),
    }
    return render(request, "portal/person.html", context)
