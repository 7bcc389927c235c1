"""A person's public page: name, handle, public writings; the rest once the person opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import person_by_handle, viewer_of
from accounts.hushing import hush_between
from accounts.models import User
from accounts.viewer import Viewer
from accounts.visibility import FIELDS, shown_to
from forums.thanks.policies import may_thank
from forums.thanks.reading import SHOWN, thankers_of, thanks_page
from notifications.following import interests_of
from portal.writings import places_of, writings_of
from realtime.chat.consent import may_write_to


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    found = person_by_handle(handle)
    if found.handle != handle:
        return redirect("portal:person", found.handle)
    viewer = viewer_of(request)
    own = viewer.pk == found.pk
    shown = shown_to(viewer, found) if found.is_active else frozenset()
    context = {
        "person": found,
        "own": own,
        "open": bool(shown),
        "shows": {name: name in shown for name in FIELDS},
        "interests": interests_of(found) if "interests" in shown else [],
        "may_write": may_write_to(viewer, found),
        "may_thank": may_thank(viewer, found),
        "memberships": places_of(found, viewer) if "belongs" in shown else [],
        "may_hush": isinstance(viewer, User) and not own,
        "hush": hush_between(viewer, found) if isinstance(viewer, User) and not own else "",
        **(_thanks(viewer, found) if found.is_active else {}),
        **writings_of(found, viewer),
    }
    return render(request, "portal/person.html", context)


def _thanks(viewer: Viewer, person: User) -> dict[str, object]:
    """The latest thanks, and how many people have given any."""
    page, lines = thanks_page(viewer, person, limit=SHOWN)
    return {
        "lines": lines,
        "more_thanks": page.next is not None,
        "thankers": thankers_of(viewer, person) if lines else 0,
    }
