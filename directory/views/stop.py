"""What is done from a letter itself: the end of such letters, a card that stands on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.update_profile import choose_matches
from directory.actions.tell_endings import read_renewal, renew_from_letter
from directory.actions.tell_matches import person_of_stop
from directory.board.fields import DEFAULT_DAYS
from kernel.limits import spend


@csrf_exempt  # a mail program presses the button (RFC 8058); the address itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs follow links by themselves; POST does it, a second one nothing more."""
    person_id = person_of_stop(token[:500])
    if person_id is None:
        raise Http404
    done = request.method == "POST"
    if done:
        choose_matches(person_id=person_id, hears=False)
    response = render(request, "directory/stop.html", {"done": done})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # whoever has the letter presses the button, logged in or not; the address is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs follow links by themselves; POST prolongs, a second one nothing more."""
    asked = read_renewal(token[:500])
    if asked is None:
        raise Http404
    card, done = asked.card, asked.done
    if request.method == "POST":
        spend("edit", f"u{asked.person.pk}")
        card, done = renew_from_letter(token=token[:500]), True
    context = {"card": card, "done": done, "days": DEFAULT_DAYS}
    response = render(request, "directory/renew.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
