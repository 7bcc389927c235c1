"""A forum: its topics, the latest first, pinned ones above them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from forums.models import Forum, Topic
from forums.paths import forum_path
from forums.pieces import topic_rows
from forums.querysets import TopicQuerySet
from forums.rows import STANDINS, ForumRow, forum_row, viewer_kind
from forums.seats import news_of
from forums.topic_main import LEVELS_MARK
from forums.views.personal import levels_of
from kernel.pages import BUILD, HotPage, epoch, kept, respond
from kernel.paging import keyset

ROWS = 30
ORDER = ("-last_post_at", "-id")
TABS = ("latest", "unanswered", "solved")


@require_safe
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    """`?show=` latest (also for what is no tab), unanswered, solved; `?cursor=` goes on from there."""
    viewer = viewer_of(request)
    row = forum_row(viewer, slug)
    show = request.GET.get("show", "latest")
    show = show if show in TABS else "latest"
    cursor = request.GET.get("cursor") or None
    kind = viewer_kind(viewer)
    page = HotPage(
        key=("forum", row.pk, row.version, row.name_version, show, cursor, kind),
        title=f"{row.name} · {settings.SITE_NAME}",
        description=row.description,
        canonical=_address(row.slug, show=show, cursor=cursor),
        main=lambda: _main(STANDINS[kind], row, show, cursor),
        body=_personal(viewer, row),
        script="js/news.js" if isinstance(viewer, User) else "",
        personal=(lambda: _rail_of(viewer, row)) if isinstance(viewer, User) else None,
    )
    return respond(request, page)


def _personal(viewer: Viewer, row: ForumRow) -> dict[str, str]:
    if not isinstance(viewer, User):
        return {}
    return {"data-me": viewer.handle, "data-news": news_of(viewer.pk, row.pk)}


def _own_tabs(viewer: Viewer, slug: str) -> list[dict[str, object]]:
    """The lists that are each member's own; they are somewhere else, since this page is kept."""
    if viewer_kind(viewer) == "visitor":
        return []
    pairs = ((_("Unread"), f"/forums/unread/?forum={slug}"), (_("Mine"), "/forums/mine/"))
    return [{"label": label, "href": href, "chosen": False, "count": None} for label, href in pairs]


def _rail_of(viewer: User, row: ForumRow) -> str:
    """A member's rail ends the columns that the kept main leaves open: their own level comes first."""
    kind = viewer_kind(viewer)
    key = (
        BUILD,
        epoch(),
        "forum rail",
        row.pk,
        row.version,
        row.name_version,
        kind,
        get_language(),
    )
    rail = kept("row", key, lambda: _rail(STANDINS[kind], row, LEVELS_MARK))
    return rail.replace(LEVELS_MARK, levels_of(viewer, "forum", row.pk), 1) + "</div>"


def _rail(viewer: Viewer, row: ForumRow, levels: str = "") -> str:
    context = {"path": forum_path(row.slug), "others": _others(viewer, row), "levels": levels}
    return render_to_string("forums/_forum_rail.html", context)


def shown(topics: TopicQuerySet, show: str) -> TopicQuerySet:
    """The topics of a tab: every order and filter here has its index."""
    if show == "unanswered":
        return topics.filter(kind=Topic.Kind.QUESTION, reply_count=0)
    if show == "solved":
        return topics.filter(accepted__isnull=False)
    return topics


def _main(viewer: Viewer, row: ForumRow, show: str, cursor: str | None) -> str:
    topics = shown(Topic.objects.visible_to(viewer).filter(forum_id=row.pk), show)
    topics = topics.for_rows()
    first = cursor is None
    pinned = list(topics.filter(pinned=True).order_by(*ORDER)) if first else []
    found = keyset(topics.filter(pinned=False), order=ORDER, cursor=cursor, limit=ROWS)
    context = {
        "forum": row,
        "show": show,
        "saved": urlencode({"forum": row.slug, **({"show": show} if show != "latest" else {})}),
        "path": forum_path(row.slug),
        "rows": topic_rows([*pinned, *found.rows]),
        "kinds": [
            {
                "label": label,
                "href": _address(row.slug, show=tab),
                "chosen": tab == show,
                "count": None,
            }
            for tab, label in _labels()
        ]
        + _own_tabs(viewer, row.slug),
        "newer": _address(row.slug, show=show, cursor=found.previous) if found.previous else "",
        "older": _address(row.slug, show=show, cursor=found.next) if found.next else "",
        "rail": _rail(viewer, row) if viewer_kind(viewer) == "visitor" else "",
    }
    return render_to_string("forums/forum.html", context)


def _labels() -> list[tuple[str, str]]:
    return [
        ("latest", _("Latest")),
        ("unanswered", _("Waiting for an answer")),
        ("solved", _("Solved")),
    ]


def _others(viewer: Viewer, row: ForumRow) -> list[tuple[str, str]]:
    """Names and addresses only: figures of other forums would grow old in a kept page."""
    others = Forum.objects.visible_to(viewer).exclude(pk=row.pk).order_by("position", "id")
    return [(name, forum_path(slug)) for name, slug in others.values_list("name", "slug")]


def _address(slug: str, *, show: str = "latest", cursor: str | None = None) -> str:
    query = {"show": show if show != "latest" else None, "cursor": cursor}
    wanted = {name: value for name, value in query.items() if value}
    return forum_path(slug) + (f"?{urlencode(wanted)}" if wanted else "")
