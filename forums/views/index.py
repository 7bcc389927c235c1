"""The list of forums, with what is new in all of them beside it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from forums.list_words import all_lists
from forums.lists import Listing
from forums.models import Topic
from forums.paths import forum_path
from forums.pieces import topic_rows
from forums.ports import heard
from forums.rows import STANDINS, ForumLine, forum_lines, viewer_kind
from forums.seats import news_of
from kernel.naming import site_name
from kernel.pages import HotPage, respond

LATEST = 12


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    lines = forum_lines(viewer)
    kind, only = viewer_kind(viewer), heard(viewer, "")
    page = HotPage(
        key=("forums", kind, tuple((line.pk, line.version, line.name_version) for line in lines))
        if only is None
        else None,
        title=f"{_('Forum')} · {site_name()}",
        description=_("Ask someone who has done it."),
        canonical="/forums/",
        main=lambda: _main(STANDINS[kind], lines, only),
        feed=Listing().feed,
        body={"data-me": viewer.handle, "data-news": news_of(viewer.pk)}
        if isinstance(viewer, User)
        else {},
        script="js/news.js" if isinstance(viewer, User) else "",
    )
    return respond(request, page)


def _main(viewer: Viewer, lines: list[ForumLine], only: Q | None) -> str:
    topics = Topic.objects.visible_to(viewer).filter(hidden=False)
    topics = topics if only is None else topics.filter(only)
    latest = topics.for_rows().order_by("-last_post_at", "-id")[:LATEST]
    context = {
        "kinds": all_lists(member=viewer_kind(viewer) != "visitor"),
        "muting": only is not None,
        "forums": [(line, forum_path(line.slug)) for line in lines],
        "rows": topic_rows(list(latest), with_forum=True),
    }
    return render_to_string("forums/index.html", context)
