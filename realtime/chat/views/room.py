"""A room's page, and the pieces of it that scripts ask for."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation
from directory.speaking import voices_of
from directory.voices import voice_of
from forums.reactions.kinds import KINDS
from kernel.breakdowns import beside_reading
from kernel.gate import whole_number
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from kernel.refusals import Invalid
from realtime.chat import reading
from realtime.chat.about import thing_path
from realtime.chat.access import room_for, start_of
from realtime.chat.actions.mark_read import mark_read
from realtime.chat.answering import asked_in
from realtime.chat.forms import MessageForm, kept_words, slow_words
from realtime.chat.listing import rooms_beside
from realtime.chat.models import Message, Room, RoomSeat
from realtime.chat.paths import room_path
from realtime.chat.policies import why_not_say
from realtime.chat.reacting import marks_on
from realtime.chat.seeking import day_in, first_on
from realtime.chat.unread import seat_of
from realtime.chat.writers import writers_of
from realtime.live import streams
from realtime.live.events import ROOM, events_after
from realtime.ports import grown, picking

EVENTS = 100


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    return room_page(request, viewer, room_for(viewer, slug))


def room_page(
    request: HttpRequest, viewer: Viewer, place: Room, form: MessageForm | None = None
) -> HttpResponse:
    """A room at its newest messages, or where `?before=`, `?after=`, `?at=` say."""
    # Read before the messages: what happens in between then comes over the socket, not never.
    last_seq = streams.last_seq(ROOM, place.pk)
    stretch, at = _asked(request, place)
    seat = seat_of(viewer.pk, place.pk) if isinstance(viewer, User) else RoomSeat()
    read_seq = seat.read_seq
    mine, rooms = rooms_beside(viewer, place)
    why_not = why_not_say(viewer, place)
    voices = voices_in(viewer, place)
    form = form or MessageForm(voices=voices, initial={"reply_to": request.GET.get("reply", "")})
    broken = bool(form.errors)
    answering = _answering(viewer, place, form)
    context = {
        "room": place,
        "answering": answering,
        "answering_name": voice_of(answering).name if answering else "",
        "kinds": KINDS.values(),
        "thing_path": thing_path(place),
        "seat": seat,
        "house": start_of(place).organisation if place.private else None,
        "mine": mine,
        "rooms": rooms,
        "lines": reading.lines_of(stretch.messages, read_seq=read_seq, reader_id=viewer.pk),
        "stretch": stretch,
        "at": at,
        # What was said among few is no stuff for a public topic.
        "grown": () if place.private else grown(viewer, place.pk),
        "pick_path": "" if place.private else picking(viewer, place.pk),
        "may_say": not why_not,
        "why_not": why_not,
        "form": form,
        "writers": writers_of(viewer, stretch.messages),
        "kept": kept_words(place.keeps_months) if place.keeps_months else "",
        "slow": slow_words(place.slow_seconds) if place.slow_seconds else "",
        "houses": _houses(place, voices),
    }
    page = HotPage(
        key=None,
        title=_title(place, broken=broken),
        description=place.description or place.called,
        canonical=room_path(place.slug),
        main=lambda: render_to_string("chat/room.html", context, request),
        body={
            **_body_of(viewer, place, last_seq, live=stretch.after is None, voices=voices),
            **_own_of(viewer, place, stretch.messages, may_say=not why_not),
        },
        script="js/chat.js",
    )
    response = respond(request, page)
    response.status_code = 422 if broken else 200
    if isinstance(viewer, User) and stretch.after is None and last_seq > read_seq:
        with beside_reading():
            mark_read(by=viewer, room=place, seq=last_seq)
    return _private(response)


def _title(place: Room, *, broken: bool) -> str:
    title = f"{place.called} · {pgettext('section', 'Chat')} · {site_name()}"
    return f"{_('Error:')} {title}" if broken else title


def _asked(request: HttpRequest, place: Room) -> tuple[reading.Stretch, int]:
    """The messages that the address asks for, and the number of the one it points at."""
    for name, find in (
        ("at", reading.around),
        ("before", reading.before),
        ("after", reading.after),
    ):
        if name in request.GET:
            seq = _number(request, name)
            return find(place, seq), seq if name == "at" else 0
    if (day := day_in(request.GET.get("day", ""))) and (seq := first_on(place, day)):
        return reading.around(place, seq), seq
    return reading.newest(place), 0


def _number(request: HttpRequest, name: str) -> int:
    number = whole_number(request.GET.get(name, "0"))
    if number is None:
        raise Invalid({name: [_("Give the number of a message.")]})
    return number


def voices_in(viewer: Viewer, place: Room) -> Sequence[Organisation]:
    """In whose names the viewer may speak here: in a conversation in nobody's but their own."""
    return () if place.private else voices_of(viewer)


def _houses(place: Room, voices: Sequence[Organisation]) -> list[Organisation]:
    """Whose pictures the script may need for what arrives."""
    own = [place.organisation] if place.organisation else []
    return list({house.pk: house for house in (*own, *voices)}.values())


def _body_of(
    viewer: Viewer, place: Room, last_seq: int, *, live: bool, voices: Sequence[Organisation]
) -> dict[str, str]:
    """Attributes of <body>: what the scripts need. `data-seq` is missing where newer messages lie on
    another page: such a page shows what was, and stands still."""
    body = {"data-channel": f"{ROOM}:{place.pk}"}
    if live:
        body["data-seq"] = str(last_seq)
    if not isinstance(viewer, User):
        return body
    return {
        **body,
        "data-me": viewer.handle,
        "data-my-name": viewer.name,
        **({"data-voices": " ".join(voice.slug for voice in voices)} if voices else {}),
    }


def _own_of(
    viewer: Viewer, place: Room, messages: Sequence[Message], *, may_say: bool
) -> dict[str, str]:
    """What the viewer can do here, and what they have said of the messages with one press."""
    if not isinstance(viewer, User):
        return {}
    can = ["moderate"] if is_moderator(viewer) else []
    can += ["say", "react"] if may_say else []
    if not place.private and picking(viewer, place.pk):
        can.append("pick")
    marks = marks_on(viewer, messages)
    return {"data-can": " ".join(can), **({"data-reacted": marks} if marks else {})}


def _answering(viewer: Viewer, place: Room, form: MessageForm) -> Message | None:
    """What the open form answers; nothing where that is gone or was never here."""
    raw = form.data.get("reply_to") if form.is_bound else form.initial.get("reply_to")
    try:
        return asked_in(viewer, place, raw)
    except Invalid:
        return None


@require_safe
def messages(request: HttpRequest, slug: str) -> HttpResponse:
    """The messages after a number as a piece of the page; at most fifty."""
    place = room_for(viewer_of(request), slug)
    stretch = reading.after(place, _number(request, "after"))
    context = {"lines": reading.lines_of(stretch.messages), "room": place}
    return _private(render(request, "chat/_messages.html", context))


@require_safe
def events(request: HttpRequest, slug: str) -> HttpResponse:
    """The socket's frames after a number, for a page whose socket does not come up."""
    viewer = viewer_of(request)
    place = room_for(viewer, slug)
    frames: list[dict[str, Any]] = events_after(
        viewer, ROOM, place.pk, _number(request, "after"), EVENTS
    )
    return _private(JsonResponse({"results": frames, "more": len(frames) == EVENTS}))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
