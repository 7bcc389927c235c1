"""Opening a room, looking after it, making it one's own. Plain forms all of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_by_handle, person_of, viewer_of
from accounts.models import User
from directory.voices import voice_of
from kernel.addresses import address_of
from kernel.forms import RefusableForm
from kernel.limits import spend
from kernel.markdown import excerpt, plain
from kernel.refusals import Invalid, Refusal, Refused
from kernel.responses import see_other
from moderation.access import moderator_of
from realtime.chat.about import thing_path
from realtime.chat.access import room_for, silences_for
from realtime.chat.actions.belong import join_room, leave_room, mute_room
from realtime.chat.actions.found_room import archive_room, change_room, found_room
from realtime.chat.actions.silence import let_speak, silence
from realtime.chat.forms import RoomForm, RoomSettingsForm, SilenceForm, kept_words, slow_words
from realtime.chat.models import Room
from realtime.chat.paths import room_path
from realtime.chat.policies import (
    can_be_archived,
    check_archive,
    check_found,
    check_looks_after,
    looks_after,
)
from realtime.chat.seeking import found_in, sought_words
from realtime.chat.unread import seat_of


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


@require_safe
def about_room(request: HttpRequest, slug: str) -> HttpResponse:
    """What a room is, for how long it keeps, what one can do about it."""
    viewer = viewer_of(request)
    room = room_for(viewer, slug)
    silences = silences_for(viewer, room)
    context = {
        **about(room),
        "seat": seat_of(viewer.pk, room.pk)
        if isinstance(viewer, User) and not room.private
        else None,
        "kept": kept_words(room.keeps_months),
        "slow": slow_words(room.slow_seconds) if room.slow_seconds else "",
        "looks_after": looks_after(viewer, room),
        "silences": silences.select_related("person").order_by("until"),
    }
    return _private(render(request, "chat/about.html", context))


@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said in the room, by words."""
    viewer = viewer_of(request)
    room = room_for(viewer, slug)
    sought = request.GET.get("q", "")[:100]
    words = sought_words(sought)
    page = None
    if words:
        spend("search", f"u{viewer.pk}" if viewer.pk else f"ip{address_of(request)}")
        page = found_in(room, words, request.GET.get("cursor"))
    more = page.next if page else None
    context = {
        **about(room),
        "sought": sought,
        "short": bool(sought.strip()) and not words,
        "found": [(one, voice_of(one), excerpt(plain(one.html))) for one in page.rows]
        if page
        else [],
        "page": page,
        "next": f"?{urlencode({'q': sought, 'cursor': more})}" if more else "",
    }
    return _private(render(request, "chat/search.html", context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def silencing(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """A moderator asks somebody to be silent in the room, or lets them speak. 404 for everybody else."""
    moderator = moderator_of(viewer_of(request))
    room = room_for(moderator, slug)
    person = person_by_handle(handle)
    if room.private:
        raise Http404
    silent = silences_for(moderator, room).filter(person=person).first()
    form = SilenceForm(request.POST or None, silent=silent is not None)
    if form.is_bound and form.is_valid():
        given = {"by": moderator, "room": room, "person": person, **form.cleaned_data}
        try:
            (let_speak if silent else silence)(**given)
        except Refused:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see_other(f"{room_path(slug)}about/")
    context = {**about(room), "person": person, "silent": silent, "form": form}
    return _private(render(request, "chat/silence.html", context, status=_status(form)))


def about(room: Room) -> dict[str, Any]:
    crumbs = [(_("Chat"), "/chat/"), (room.called, room_path(room.slug))]
    return {"room": room, "crumbs": crumbs, "thing_path": thing_path(room)}


def _status(form: RefusableForm) -> int:
    return 422 if form.errors else 200


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
