"""The end of letters about matches, from the letter itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.update_profile import choose_matches
from directory.actions.tell_matches import person_of_stop


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
