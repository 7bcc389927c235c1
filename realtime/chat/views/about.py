"""The way from a thing to its room: on to it, or opening it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, viewer_of
from accounts.viewer import check_writer
from kernel.responses import see_other
from realtime.chat.about import kind_named
from realtime.chat.actions.open_about import open_room_about
from realtime.chat.paths import room_path


@require_http_methods(["GET", "HEAD", "POST"])
def room_about(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`kind`: topic or card. Who may not see the thing learns nothing of a room."""
    about = kind_named(kind)
    about.find(viewer_of(request), pk)
    if request.method != "POST" and (room := about.room_of(pk)) is not None:
        return see_other(room_path(room.slug))
    return _opened(request, kind, pk)


@login_required
def _opened(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    person = person_of(request)
    about = kind_named(kind)
    thing = about.find(person, pk)
    about.check_open(check_writer(person), thing)
    if request.method == "POST":
        room, _made = open_room_about(by=person, thing=thing)
        return see_other(room_path(room.slug) + "#say")
    context = {
        "thing": thing, "kind": kind,
        "crumbs": [(_("Chat"), "/chat/"), (thing.title, about.path(thing))],
    }  # fmt: skip
    response = render(request, "chat/open_about.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response
