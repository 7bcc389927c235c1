"""Beginning a conversation, its people, leaving it. Plain forms all of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.models import User
from kernel.gate import BadText, clean_text
from kernel.limits import spend
from kernel.refusals import Refusal
from kernel.responses import see_other
from realtime.chat.access import conversation_for, person_to_write_to, start_of
from realtime.chat.actions.start_conversation import people_named, start_conversation
from realtime.chat.actions.take_part import add_person, leave, mute
from realtime.chat.forms import HANDLES_LIMIT, AddForm, ConversationForm, handles_in
from realtime.chat.listing import conversations_page
from realtime.chat.models import Room
from realtime.chat.paths import room_path
from realtime.chat.people import MOST, conversation_of_two, people_of


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All conversations of the person, page by page."""
    person = person_of(request)
    lines, page = conversations_page(person, request.GET.get("cursor"))
    context = {
        "lines": lines,
        "crumbs": [(_("Chat"), "/chat/")],
        "previous": f"?cursor={page.previous}" if page.previous else "",
        "next": f"?cursor={page.next}" if page.next else "",
    }
    return _private(render(request, "chat/conversations.html", context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Beginning to write. `?to=ola` leads to the conversation with Ola, if there is one."""
    person = person_of(request)
    form = ConversationForm(request.POST or None, initial={"to": _asked(request)})
    if request.method == "POST" and form.is_valid():
        room = _begun(person, form)
        if room is not None:
            return see_other(room_path(room.slug) + "#say")
    elif request.method != "POST" and (found := _found(person, _asked(request))) is not None:
        return see_other(room_path(found.slug) + "#say")
    context = {"form": form, "crumbs": [(_("Chat"), "/chat/")]}
    refused = request.method == "POST"
    return _private(render(request, "chat/new.html", context, status=422 if refused else 200))


def _begun(person: User, form: ConversationForm) -> Room | None:
    """The conversation; without one the form says why."""
    given = form.cleaned_data
    try:
        room, _made = start_conversation(
            by=person,
            to=people_named(person, handles_in(given["to"])),
            subject=given["subject"],
            body=given["body"],
            key=form.key,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return room


def _asked(request: HttpRequest) -> str:
    try:
        return clean_text(request.GET.get("to", ""), limit=HANDLES_LIMIT, lines=False)
    except BadText:
        return ""


def _found(person: User, handle: str) -> Room | None:
    other = person_to_write_to(handle)
    return conversation_of_two(person, other) if other is not None else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part; adding somebody, muting, the way out."""
    person = person_of(request)
    room = conversation_for(person, slug)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(person, room, form):
        return see_other(request.path)
    rows = people_of(room)
    context = {
        **_about(room),
        "rows": rows,
        "house": start_of(room).organisation,
        "form": form,
        "full": len(rows) >= MOST,
    }
    refused = request.method == "POST"
    return _private(render(request, "chat/people.html", context, status=422 if refused else 200))


def _added(person: User, room: Room, form: AddForm) -> bool:
    try:
        spend("edit", f"u{person.pk}")
        for other in people_named(person, handles_in(form.cleaned_data["to"])):
            add_person(by=person, room=room, person=other)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@login_required
@require_safe
def company(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is here, as a piece of the room's page, for a page on which somebody comes or goes."""
    room = conversation_for(person_of(request), slug)
    return _private(render(request, "chat/_company.html", {"room": room}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    room = conversation_for(person, slug)
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        leave(by=person, room=room)
        messages.success(request, _("You have left the conversation."))
        return see_other("/chat/")
    context = {**_about(room), "of_two": len(room.people) == 2}
    return _private(render(request, "chat/leave.html", context))


@login_required
@require_POST
def muting(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    room = conversation_for(person, slug)
    spend("edit", f"u{person.pk}")
    mute(by=person, room=room, muted=request.POST.get("muted") == "1")
    return see_other(f"{room_path(slug)}people/")


def _about(room: Room) -> dict[str, Any]:
    crumbs = [(_("Chat"), "/chat/"), (room.called, room_path(room.slug))]
    return {"room": room, "crumbs": crumbs}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
