"""Choosing messages of a room and making a topic of them: in the room with a script, here without one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages as told
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from curation.actions.make_topic import make_topic
from curation.discussing import forums_for
from curation.forms import PickForm
from curation.taking.choosing import read_ids
from curation.taking.policies import LEAST, MOST, check_room, takes_anybody
from curation.taking.reading import pick_path
from directory.voices import Voice, holds, voice_of
from forums.paths import topic_path
from kernel.forms import slowed
from kernel.gate import whole_number
from kernel.markdown import excerpt, plain
from kernel.refusals import Invalid, Refused, TooMany
from kernel.responses import see_other
from realtime.chat import reading
from realtime.chat.access import room_for
from realtime.chat.models import Message, Room
from realtime.chat.paths import room_path

TURNS = {"before": reading.before, "after": reading.after}


@dataclass(frozen=True)
class Choice:
    """A message that can be chosen."""

    message: Message
    voice: Voice
    chosen: bool
    may: bool
    """Whether this person may take it up."""
    text: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, slug: str) -> HttpResponse:
    """Boxes, some at a time; what was ticked goes with every step, and the last one makes the topic."""
    person = person_of(request)
    room = room_for(person, slug)
    check_room(person, room)
    forums = forums_for(person)
    if request.method != "POST":
        return _page(request, person, room, PickForm(forums=forums), _turned(request, room))
    if "make" not in request.POST:
        # From the room, or another stretch of it is wanted: nothing was sent yet, so nothing is wrong.
        typed = {name: request.POST.get(name, "") for name in ("title", "forum", "tags", "body")}
        form = PickForm(forums=forums, initial=typed)
        return _page(request, person, room, form, _turned(request, room))
    form = PickForm(request.POST, forums=forums)
    if form.is_valid():
        try:
            read_ids(request.POST.getlist("message"))
            spend_as(person, "topic")
            topic, made = make_topic(
                by=person, room=room, messages=request.POST.getlist("message"),
                forum=form.chosen_forum(), title=form.cleaned_data["title"],
                body=form.cleaned_data["body"], tags=form.cleaned_data["tags"],
                lang=get_language() or "pl",
            )  # fmt: skip
        except (Invalid, Refused, TooMany) as error:
            form.refuse(error)
        else:
            words = _("The topic is here, with the words as they were said.") if made else _("A topic was made of these messages before. This is it.")  # fmt: skip
            told.success(request, words)
            return see_other(topic_path(topic.pk, topic.slug))
    return slowed(_page(request, person, room, form, None, status=422), form)


def _turned(request: HttpRequest, room: Room) -> reading.Stretch | None:
    """The stretch of the room that is asked for; None for what is chosen."""
    asked = (
        request.POST.get("turn", "") if request.method == "POST" else request.GET.get("turn", "")
    )
    way, _sign, raw = asked.partition("-")
    number = whole_number(raw)
    if way in TURNS and number is not None:
        return TURNS[way](room, number)
    return None if request.method == "POST" and request.POST.getlist("message") else reading.newest(room)  # fmt: skip


def _page(
    request: HttpRequest,
    person: User,
    room: Room,
    form: PickForm,
    stretch: reading.Stretch | None,
    *,
    status: int = 200,
) -> HttpResponse:
    ids = {whole_number(raw) for raw in request.POST.getlist("message")[: MOST * 2]}
    chosen = {pk for pk in ids if pk is not None}
    found = stretch.messages if stretch is not None else _chosen(room, chosen)
    anybody = takes_anybody(person)
    choices = [
        Choice(
            one,
            voice_of(one),
            chosen=may and one.pk in chosen,
            may=may,
            text=excerpt(plain(one.html), limit=280),
        )
        for one in found
        if not one.gone and not one.kind
        for may in [anybody or holds(person, one.author_id, one.organisation_id)]
    ]
    here = {choice.message.pk for choice in choices}
    context = {
        "room": room,
        "form": form,
        "choices": choices,
        "kept": sorted(chosen - here) if stretch is not None else [],
        "stretch": stretch,
        "more": found[0].seq if stretch is None and found else None,
        "least": LEAST,
        "most": MOST,
        "anybody": anybody,
        "here": pick_path(room.slug),
        "path": room_path(room.slug),
        "crumbs": [(_("Chat"), "/chat/"), (room.called, room_path(room.slug))],
    }
    return render(request, "curation/pick.html", context, status=status)


def _chosen(room: Room, ids: set[int]) -> Sequence[Message]:
    found = Message.objects.readable().filter(room=room.pk, pk__in=ids).order_by("seq")
    return list(found.select_related("author", "organisation"))
