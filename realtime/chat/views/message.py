"""Saying something, and what can be done to a message, by plain forms."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import is_moderator
from directory.voices import holds, knows_writer, voice_of
from forums.reactions.kinds import counted
from forums.views.requests import wants_json
from kernel.forms import slowed
from kernel.limits import spend
from kernel.refusals import Refusal, Refused
from realtime.chat.access import message_for, room_for
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.react_to_message import check_react, react_to_message
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say as say_it
from realtime.chat.answering import asked_in
from realtime.chat.forms import MessageForm
from realtime.chat.models import Message, Room
from realtime.chat.paths import message_path, message_verb_path, room_path
from realtime.chat.policies import check_edit, check_remove, check_say, may
from realtime.chat.reacting import message_figures, own_on
from realtime.chat.views.room import room_page, voices_in


@login_required
@require_POST
def say(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    room = room_for(person, slug)
    form = MessageForm(request.POST, request.FILES, voices=voices_in(person, room), writer=person)
    if form.is_valid():
        try:
            spend_as(person, "message")
            say_it(
                by=person, room=room, body=form.cleaned_data["body"], client_id=form.key,
                organisation=form.voice(),
                reply_to=asked_in(person, room, form.cleaned_data["reply_to"]),
            )  # fmt: skip
        except Refused:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _see(room_path(room.slug) + "#say")
    return slowed(room_page(request, person, room, form), form)


@require_safe
def actions(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """What this viewer can do with a message: works without a script, and for every message."""
    viewer = viewer_of(request)
    room = room_for(viewer, slug)
    message = message_for(viewer, room, seq)
    own = message.author_id == viewer.pk or holds(
        viewer, message.author_id, message.organisation_id
    )
    knows = knows_writer(viewer, message.author_id, message.organisation_id)
    paths = {verb: message_verb_path(slug, seq, verb) for verb in ("edit", "remove")}
    context = {
        **_about(room, message),
        "reply_path": f"{room_path(slug)}?reply={seq}#say"
        if not message.gone and may(check_say, viewer, room)
        else "",
        "reactions_path": "" if message.gone else message_verb_path(slug, seq, "reactions"),
        "can_react": isinstance(viewer, User) and may(check_react, viewer, message),
        "silence_path": f"{room_path(slug)}silence/{message.author.handle}/"
        if is_moderator(viewer) and not room.private and not own
        else "",
        "edit_path": paths["edit"] if own and may(check_edit, viewer, message) else "",
        "remove_path": paths["remove"] if own and may(check_remove, viewer, message) else "",
        "writer": message.author if knows else None,
        "report_path": "" if own or message.gone else f"/moderation/report/message/{message.pk}/",
    }
    return render(request, "chat/actions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    person = person_of(request)
    room = room_for(person, slug)
    message = message_for(person, room, seq)
    check_edit(person, message)
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"body": message.body},
        writer=person,
    )
    if request.method == "POST" and form.is_valid():
        try:
            spend("edit", f"u{person.pk}")
            edit_message(by=person, message=message, body=form.cleaned_data["body"])
        except Refused:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _see(message_path(slug, seq))
    context = {**_about(room, message), "form": form}
    page = render(request, "chat/edit.html", context, status=422 if form.errors else 200)
    return slowed(page, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    person = person_of(request)
    room = room_for(person, slug)
    message = message_for(person, room, seq)
    check_remove(person, message)
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        remove_message(by=person, message=message)
        return _see(message_path(slug, seq))
    return render(request, "chat/remove.html", _about(room, message))


@require_safe
def reactions(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Who has said what of the message; with buttons for those who may react."""
    viewer = viewer_of(request)
    room = room_for(viewer, slug)
    message = message_for(viewer, room, seq)
    context = {
        **_about(room, message),
        "figures": [] if message.gone else message_figures(viewer, message),
        "can_react": isinstance(viewer, User) and may(check_react, viewer, message),
        "react_path": message_verb_path(slug, seq, "react"),
        "visitor": not isinstance(viewer, User),
    }
    return render(request, "chat/reactions.html", context)


@login_required
@require_POST
def react_to(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Says the `kind` of the message, or with `on=0` takes it back. A script gets the row of figures."""
    person = person_of(request)
    room = room_for(person, slug)
    message = message_for(person, room, seq)
    spend("mark", f"u{person.pk}")
    kind, on = request.POST.get("kind", ""), request.POST.get("on") != "0"
    message = react_to_message(by=person, message=message, kind=kind, on=on)
    if wants_json(request):
        context = {
            "reactions": list(counted(message.reactions)),
            "reactions_path": message_verb_path(slug, seq, "reactions"),
        }
        row = render_to_string("forums/_reactions.html", context)
        return JsonResponse({"html": row, "own": sorted(own_on(person, message))})
    return _see(message_path(slug, seq))


def _about(room: Room, message: Message) -> dict[str, object]:
    return {
        "room": room,
        "message": message,
        "voice": voice_of(message),
        "path": message_path(room.slug, message.seq),
        "crumbs": [(_("Chat"), "/chat/"), (room.called, room_path(room.slug))],
    }


def _see(address: str) -> HttpResponse:
    """What was sent is done: look at it here (303, so that a reload does not send again)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
