"""Forums and the rooms of the chat: what there is, who reads and writes, in which order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import spend_as
from forums.actions.settle_forum import archive_forum, move_forum, settle_forum
from forums.actions.settle_forum import values_of as forum_values
from forums.paths import forum_path
from kernel.responses import see_other
from portal.setup import reading
from portal.setup.forms import ForumSetupForm, RoomSetupForm
from portal.views.setup.common import administrator, form_page, shown
from realtime.chat.actions.settle_room import settle_room
from realtime.chat.actions.settle_room import values_of as room_values
from realtime.chat.paths import room_path


@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    administrator(request)
    return shown(request, "forums", "forums", {"forums": reading.forums()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = administrator(request)
    return form_page(
        request, here="forums", form_class=ForumSetupForm,
        values={"lang": "pl", "audience": "public", "writing": "all", "review": "off"}, seen_of={},
        act=lambda *, seen, **fields: settle_forum(by=person, **fields),
        then=reverse("setup:forums"), said=_("The forum is open."), title=_("Open a forum"),
        lead=_("A few wide forums are better than many narrow ones: people find them, and questions meet readers."),
        button=_("Open the forum"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    forum = reading.forum(pk)
    return form_page(
        request, here="forums", form_class=ForumSetupForm, values=forum_values(forum),
        act=lambda *, seen, **fields: settle_forum(by=person, forum=forum, seen=seen, **fields),
        then=reverse("setup:forums"), title=forum.name, lead="", forum=forum,
        look=(forum_path(forum.slug), _("Look at the forum")),
    )  # fmt: skip


@require_POST
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Up, down, archive, reopen: a press each."""
    person = administrator(request)
    forum = reading.forum(pk)
    spend_as(person, "edit")
    if verb in ("up", "down"):
        move_forum(by=person, forum=forum, up=verb == "up")
    elif verb in ("archive", "reopen"):
        archive_forum(by=person, forum=forum, archived=verb == "archive")
    else:
        raise Http404
    messages.success(request, _("Saved."))
    return see_other(f"{reverse('setup:forums')}#forum-{forum.pk}")


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    administrator(request)
    return shown(request, "rooms", "rooms", {"rooms": reading.rooms()})


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, pk: int) -> HttpResponse:
    person = administrator(request)
    found = reading.room(pk)
    return form_page(
        request, here="rooms", form_class=RoomSetupForm, values=room_values(found),
        act=lambda *, seen, **fields: settle_room(by=person, room=found, seen=seen, **fields),
        then=reverse("setup:rooms"), title=found.name, lead="",
        look=(f"{room_path(found.slug)}settings/", _("Slow mode, how long messages are kept, archive")),
    )  # fmt: skip
