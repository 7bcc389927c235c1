"""Opening a room, looking after it, making it one's own. Plain forms all of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from kernel.limits import spend
from kernel.refusals import Invalid, Refusal, Refused
from kernel.responses import see_other
from realtime.chat.access import room_for
from realtime.chat.actions.belong import join_room, leave_room, mute_room
from realtime.chat.actions.found_room import archive_room, change_room, found_room
from realtime.chat.forms import RoomForm, RoomSettingsForm
from realtime.chat.models import Room
from realtime.chat.paths import room_path
from realtime.chat.policies import can_be_archived, check_archive, check_found, check_looks_after


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """A new room. Who may not open one is told why instead of a form."""
    person = person_of(request)
    check_found(person)
    form = RoomForm(request.POST or None, by=person)
    if form.is_bound and form.is_valid():
        try:
            room, _made = found_room(by=person, key=form.key, **form.cleaned_data)
        except Refused:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see_other(room_path(room.slug) + "#say")
    context = {"form": form, "crumbs": [(_("Chat"), "/chat/")]}
    return _private(render(request, "chat/open.html", context, status=_status(form)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What a room says of itself, slow mode, how long it keeps, archiving it."""
    person = person_of(request)
    room = room_for(person, slug)
    check_looks_after(person, room)
    form = RoomSettingsForm(request.POST or None, by=person, room=room)
    if form.is_bound and form.is_valid():
        try:
            spend("edit", f"u{person.pk}")
            change_room(by=person, room=room, **form.cleaned_data)
        except Refused:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return see_other(room_path(room.slug))
    context = {**about(room), "form": form, "can_archive": can_be_archived(room)}
    return _private(render(request, "chat/settings.html", context, status=_status(form)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archiving(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    room = room_for(person, slug)
    check_archive(person, room)
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        archive_room(by=person, room=room, archived=request.POST.get("on") != "0")
        return see_other(room_path(room.slug))
    return _private(render(request, "chat/archive.html", about(room)))


@login_required
@require_POST
def belonging(request: HttpRequest, slug: str) -> HttpResponse:
    """`what`: join, leave, mute or unmute."""
    person = person_of(request)
    room = room_for(person, slug)
    spend("mark", f"u{person.pk}")
    what = request.POST.get("what")
    if what == "join":
        join_room(by=person, room=room)
    elif what == "leave":
        leave_room(by=person, room=room)
        return see_other("/chat/")
    elif what in ("mute", "unmute"):
        mute_room(by=person, room=room, muted=what == "mute")
    else:
        raise Invalid({"what": [_("Choose one from the list.")]})
    return see_other(room_path(room.slug))


def about(room: Room) -> dict[str, Any]:
    crumbs = [(_("Chat"), "/chat/"), (room.called, room_path(room.slug))]
    return {"room": room, "crumbs": crumbs}


def _status(form: RoomForm | RoomSettingsForm) -> int:
    return 422 if form.errors else 200


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
