"""The queue of questions in all forums: those that wait for an answer, for details, for being solved."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from directory.speaking import voices_of
from forums.models import TaggedTopic, Topic
from forums.pieces import topic_rows
from forums.querysets import TopicQuerySet
from forums.questions.models import Asked, Helper
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
    topics = _shown(viewer, show).for_rows()
    found = keyset(topics, order=ORDER, cursor=request.GET.get("cursor") or None, limit=ROWS)
    context = {
        "title": f"{_('Waiting for an answer')} · {settings.SITE_NAME}",
        "rows": topic_rows(list(found.rows), with_forum=True),
        "show": show,
        "kinds": [
            {"label": label, "href": _address(tab), "chosen": tab == show, "count": None}
            for tab, label in tabs.items()
        ],
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


def _shown(viewer: Viewer, show: str) -> TopicQuerySet:
    topics = Topic.objects.visible_to(viewer).filter(
        kind=Topic.Kind.QUESTION, accepted=None, closed=False, hidden=False
    )
    if show == "detail":
        return topics.filter(question__asks_detail__isnull=False)
    if show == "unsolved":
        return topics.filter(reply_count__gt=0, question__asks_detail=None)
    if show == "mine" and isinstance(viewer, User):
        return _for_me(topics, viewer)
    return topics.filter(reply_count=0)


def _for_me(topics: TopicQuerySet, person: User) -> TopicQuerySet:
    """What the person, or an organisation of theirs, was asked, and what has tags that they named."""
    own = Helper.objects.filter(person=person)
    houses = [house.pk for house in voices_of(person)]
    if houses:
        own = own | Helper.objects.filter(organisation__in=houses)
    helpers = list(own.values_list("pk", flat=True))
    asked = Asked.objects.filter(topic=OuterRef("pk"), helper__in=helpers, declined_at=None)
    tags = Helper.tags.through.objects.filter(helper__in=helpers).values("tag")
    named = TaggedTopic.objects.filter(content_object=OuterRef("pk"), tag__in=tags)
    return topics.filter(Exists(asked) | Exists(named)).exclude(author=person)


def _address(show: str, cursor: str | None = None) -> str:
    query = {"show": show if show != "open" else None, "cursor": cursor}
    wanted = {name: value for name, value in query.items() if value}
    return ADDRESS + (f"?{urlencode(wanted)}" if wanted else "")
