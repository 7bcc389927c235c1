"""Which browsers tell a person of their news; and the script that shows it there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from kernel.gate import read_json
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other
from realtime.push.actions import digest_of, subscribe, unsubscribe
from realtime.push.keys import public_key
from realtime.push.models import PushSubscription

WORKER = """// Shows what the site tells this browser, and opens it. It keeps nothing and stands between nothing.
addEventListener("push", (event) => {
  const { title, body, url, lang } = event.data?.json() ?? {};
  if (title) event.waitUntil(registration.showNotification(title, { body, lang, tag: "rynek", data: { url } }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.url ?? "/notifications/", location.origin);
  if (address.origin === location.origin) event.waitUntil(clients.openWindow(address.href));
});
"""


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the top of the site: it is for all of it."""
    return HttpResponse(
        WORKER, content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )  # fmt: skip


@login_required
@require_safe
def browsers(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    here = digest_of(request.session.session_key)
    rows = PushSubscription.objects.filter(person=person).order_by("pk")
    context = {
        "rows": [(row, row.session == here) for row in rows],
        "public_key": public_key(),
        "crumbs": [(_("Notifications"), "/notifications/"), (_("What we tell you"), "/notifications/settings/")],
    }  # fmt: skip
    response = render(request, "notifications/push.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Takes `subscription`: the browser's own words, in JSON."""
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    given = read_json(request.POST.get("subscription", "").encode("utf-8", "replace"), limit=4_000)
    keys = given.get("keys") if isinstance(given, dict) else None
    if not isinstance(keys, dict):
        raise Invalid({"subscription": [_("The browser sent keys that cannot be used.")]})
    row = subscribe(
        by=person, endpoint=given.get("endpoint"), key=keys.get("p256dh"), secret=keys.get("auth"),
        session_key=request.session.session_key or "", browser=request.POST.get("browser", ""),
    )  # fmt: skip
    return JsonResponse({"id": row.pk}, status=201)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Takes `id`, or `endpoint`."""
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    raw = request.POST.get("id", "")
    pk = int(raw) if raw.isdecimal() and len(raw) < 19 else None
    unsubscribe(by=person, pk=pk, endpoint=request.POST.get("endpoint", "")[:500])
    return see_other("/notifications/push/")
