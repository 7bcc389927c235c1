"""The list of rooms, and of those that are archived."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from realtime.chat.listing import (
    MINE_FIRST,
    RoomLine,
    Wanted,
    conversations_page,
    own_rooms,
    rooms_page,
    used_practices,
    used_regions,
)
from realtime.chat.policies import check_found, may
from taxonomy.regions import units_by_code
from taxonomy.words import areas_within


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    wanted = _wanted(request)
    lines, page = rooms_page(viewer, request.GET.get("cursor"), wanted)
    filtered = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    mine: list[RoomLine] = []
    more = None
    if isinstance(viewer, User) and not request.GET.get("cursor"):
        mine, page_of_mine = conversations_page(viewer, None, MINE_FIRST)
        more = page_of_mine.next
    context = {
        "mine": mine,
        "more": f"/chat/conversations/?cursor={more}" if more else "",
        "own": own_rooms(viewer) if not request.GET.get("cursor") else [],
        "may_begin": isinstance(viewer, User),
        "may_open": may(check_found, viewer),
        "practices": used_practices(viewer),
        "regions": used_regions(viewer),
        "wanted": wanted,
        "lines": lines,
        "previous": _page_of(page.previous, filtered),
        "next": _page_of(page.next, filtered),
    }
    whole = HotPage(
        key=None,
        title=f"{pgettext('section', 'Chat')} · {site_name()}",
        description=_("Rooms to talk in: everybody may read along, members may speak."),
        main=lambda: render_to_string("chat/index.html", context),
        script="js/live.js" if isinstance(viewer, User) else "",
    )
    return _private(respond(request, whole))


FILTERS = ("practice", "region")


def _wanted(request: HttpRequest) -> Wanted:
    """The rooms of a theme or a powiat; unknown words mean none in particular."""
    practice, region = (_code(request.GET.get(name, "")) for name in FILTERS)
    return Wanted(
        areas_within([practice]).filter(code=practice).first() if practice else None,
        units_by_code([region]).get(region) if region else None,
    )


def _code(raw: str) -> str:
    return raw if re.fullmatch(r"[a-z0-9-]{1,50}", raw) else ""


def _page_of(cursor: str | None, filtered: dict[str, str]) -> str:
    return f"?{urlencode({**filtered, 'cursor': cursor})}" if cursor else ""


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Rooms in which nothing more is said."""
    lines, page = rooms_page(viewer_of(request), request.GET.get("cursor"), Wanted(archived=True))
    context = {
        "lines": lines,
        "crumbs": [(_("Chat"), "/chat/")],
        "previous": _page_of(page.previous, {}),
        "next": _page_of(page.next, {}),
    }
    return _private(render(request, "chat/archived.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
