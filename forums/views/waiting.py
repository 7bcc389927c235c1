"""The queue of questions in all forums: those that wait for an answer, for details, for being solved."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from forums.lists import UNANSWERED
from forums.paths import list_path
from forums.pieces import topic_rows
from forums.ports import heard
from forums.questions.queue import waiting_topics
from kernel.naming import site_name
from kernel.paging import keyset

ROWS = 30
ORDER = ("-last_post_at", "-id")
ADDRESS = "/forums/waiting/"


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """`?show=` open (unless another tab is named), detail, unsolved, mine; `?cursor=` goes on from there.
    "mine" are those that a member was asked, or whose tags they have named."""
    viewer = viewer_of(request)
    tabs = _tabs(viewer)
    show = request.GET.get("show", "open")
    show = show if show in tabs else "open"
    topics = waiting_topics(viewer, show)
    only = heard(viewer, "")
    topics = topics if only is None else topics.filter(only)
    found = keyset(
        topics.for_rows(), order=ORDER, cursor=request.GET.get("cursor") or None, limit=ROWS
    )
    context = {
        "title": f"{_('Waiting for an answer')} · {site_name()}",
        "rows": topic_rows(list(found.rows), with_forum=True),
        "show": show,
        "kinds": [
            {"label": label, "href": _address(tab), "chosen": tab == show, "count": None}
            for tab, label in tabs.items()
        ],
        "canonical_url": settings.BASE_URL
        + (list_path(UNANSWERED) if show == "open" else _address(show)),
        "newer": _address(show, found.previous) if found.previous else "",
        "older": _address(show, found.next) if found.next else "",
        "crumbs": [(_("Forum"), "/forums/")],
    }
    return render(request, "forums/waiting.html", context)


def _tabs(viewer: Viewer) -> dict[str, str]:
    tabs = {
        "open": _("Nobody has answered"),
        "detail": _("Details missing"),
        "unsolved": _("Answered, not solved"),
    }
    return {**tabs, "mine": _("For me")} if isinstance(viewer, User) else tabs


def _address(show: str, cursor: str | None = None) -> str:
    query = {"show": show if show != "open" else None, "cursor": cursor}
    wanted = {name: value for name, value in query.items() if value}
    return ADDRESS + (f"?{urlencode(wanted)}" if wanted else "")
