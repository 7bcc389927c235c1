"""A forum: its topics, the latest first, pinned ones above them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from forums.models import Forum, Topic
from forums.paths import forum_path
from forums.pieces import topic_rows
from forums.ports import following
from forums.querysets import TopicQuerySet
from forums.rows import STANDINS, ForumRow, forum_row, viewer_kind
from forums.seats import news_of
from kernel.pages import HotPage, respond
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
        script="forums/news.js" if isinstance(viewer, User) else "",
    )
    return respond(request, page)


def _personal(viewer: Viewer, row: ForumRow) -> dict[str, str]:
    if not isinstance(viewer, User):
        return {}
    follows = following(viewer, "forum", row.pk)
    can = "" if follows is None else "unfollow" if follows else "follow"
    return {"data-me": viewer.handle, "data-can": can, "data-news": news_of(viewer.pk, row.pk)}


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
        ],
        "newer": _address(row.slug, show=show, cursor=found.previous) if found.previous else "",
        "older": _address(row.slug, show=show, cursor=found.next) if found.next else "",
        "others": _others(viewer, row),
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
