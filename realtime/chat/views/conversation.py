"""Beginning a conversation, its people, leaving it. Plain forms all of them."""

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.models import User
from kernel.forms import slowed
from kernel.limits import spend
from kernel.refusals import Refusal
from kernel.responses import see_other
from realtime.chat.access import conversation_for, person_to_write_to, start_of
from realtime.chat.actions.start_conversation import people_named, start_conversation
from realtime.chat.actions.take_part import add_person, leave, mute
from realtime.chat.finding import people_found
from realtime.chat.forms import AddForm, ConversationForm, handles_in
from realtime.chat.listing import conversations_page
from realtime.chat.models import Room
from realtime.chat.paths import room_path
from realtime.chat.people import MOST, conversation_of_two, people_of
from realtime.chat.picking import Picking, is_step, picking_of


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
    sent = request.method == "POST"
    picking = picking_of(person, request.POST if sent else request.GET)
    alone = picking.handles[0] if len(picking.handles) == 1 and not picking.sought else ""
    if not sent and alone and (found := _found(person, alone)) is not None:
        return see_other(room_path(found.slug) + "#say")
    form = _form_of(request, ConversationForm, picking)
    if _is_whole(form, picking):
        room = _begun(person, form)
        if room is not None:
            return see_other(room_path(room.slug) + "#say")
    context = {"form": form, "picking": picking, "crumbs": [(_("Chat"), "/chat/")]}
    status = 422 if form.errors else 200
    return slowed(_private(render(request, "chat/new.html", context, status=status)), form)


Picked = TypeVar("Picked", ConversationForm, AddForm)


def _form_of(request: HttpRequest, kind: type[Picked], picking: Picking) -> Picked:
    """The form as it was sent, with the people that it means; unjudged while these are being chosen."""
    if request.method != "POST" or is_step(request.POST):
        given = request.POST if request.method == "POST" else request.GET
        form = kind(initial={name: given.get(name, "") for name in ("subject", "body")})
        form.key = str(given.get("key") or form.key)
        return form
    data = request.POST.copy()
    data["to"] = ", ".join(picking.handles)
    return kind(data)


def _is_whole(form: Picked, picking: Picking) -> bool:
    """Whether the form can be acted on. Who is sought and not yet clear is asked for once more."""
    if not form.is_bound or not form.is_valid():
        if form.is_bound and picking.open_question:
            form.errors.pop("to", None)
            form.add_error("to", _whom(picking))
        return False
    if picking.open_question:
        form.add_error("to", _whom(picking))
        return False
    return True


def _whom(picking: Picking) -> str:
    if picking.found:
        return _("Choose whom you mean.")
    return _("Nobody was found by this name: %(name)s.") % {"name": picking.sought}


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Whom `q` finds, for the list under the field: name and handle, at most eight."""
    person = person_of(request)
    spend("search", f"u{person.pk}")
    found = people_found(person, request.GET.get("q", ""))
    rows = [{"handle": one.handle, "name": one.name} for one in found]
    return _private(JsonResponse({"people": rows}))


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


def _found(person: User, handle: str) -> Room | None:
    other = person_to_write_to(handle)
    return conversation_of_two(person, other) if other is not None else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part; adding somebody, muting, the way out."""
    person = person_of(request)
    room = conversation_for(person, slug)
    rows = people_of(room)
    here = {row.person_id for row in rows}
    picking = picking_of(
        person, request.POST if request.method == "POST" else request.GET, but=here
    )
    form = _form_of(request, AddForm, picking)
    if _is_whole(form, picking) and _added(person, room, form):
        return see_other(request.path)
    context = {
        **_about(room),
        "rows": rows,
        "house": start_of(room).organisation,
        "form": form,
        "picking": picking,
        "full": len(rows) >= MOST,
    }
    status = 422 if form.errors else 200
    return _private(render(request, "chat/people.html", context, status=status))


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
