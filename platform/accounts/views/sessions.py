"""Where a person is logged in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.actions.end_sessions import end_other_sessions, end_session
from accounts.devices import words_for
from accounts.open_sessions import note_session, sessions_of
from kernel.responses import see_other


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    here = request.session.session_key
    sessions = sessions_of(person)
    if here not in {one.session_key for one in sessions}:
        note_session(request, person)
        sessions = sessions_of(person)
    shown = [(one, words_for(one.device), one.session_key == here) for one in sessions]
    shown.sort(key=lambda row: not row[2])
    return render(request, "accounts/sessions.html", {"sessions": shown})


@login_required
@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    if not end_session(by=person_of(request), pk=pk):
        raise Http404
    messages.success(request, _("Logged out there."))
    return see_other(reverse("accounts:sessions"))


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = end_other_sessions(by=person_of(request), but=request.session.session_key or "")
    words = ngettext("Logged out in %(count)s place.", "Logged out in %(count)s places.", ended)
    messages.success(request, words % {"count": ended})
    return see_other(reverse("accounts:sessions"))
