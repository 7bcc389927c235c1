"""A topic's page: kept for everybody alike, with what is personal in the frame around it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.speaking import voices_of
from forums.access import place_for
from forums.paths import (
    PAGE,
    page_of,
    post_path,
    topic_path,
)
from forums.polls.reading import ballots_of
from forums.reading_order import order_of
from forums.rows import TopicRow, topic_row, viewer_kind
from forums.seats import read_up_to
from forums.topic_main import UNREAD_MARK, TopicMain, divider_on, unread_link
from forums.traces import own_removed
from forums.views.personal import body_of, foot_of
from forums.views.requests import page_number
from forums.views.review import strip_in_topic
from forums.writers import strip_of
from kernel.breakdowns import beside_reading
from kernel.naming import site_name
from kernel.pages import HotPage, respond


@require_safe
def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address, for mails and old links."""
    viewer = viewer_of(request)
    row = topic_row(viewer, pk)
    if row.merged_into_id is not None:
        return _led_on(viewer, row, 1)
    return HttpResponsePermanentRedirect(topic_path(row.pk, row.slug))


@require_safe
def topic(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """`?page=`; `?order=tree` or `time`, whatever the person reads in otherwise."""
    viewer = viewer_of(request)
    page = page_number(request)
    row = topic_row(viewer, pk)
    if row.merged_into_id is not None:
        return _led_on(viewer, row, min((page - 1) * PAGE + 1, row.last_number))
    if page > page_of(row.last_number):
        raise Http404
    if slug != row.slug:
        order = order_of(request, viewer).query
        return HttpResponsePermanentRedirect(topic_path(row.pk, row.slug, page=page, order=order))
    return _respond(request, viewer, row, page=page)


@require_safe
def post(request: HttpRequest, pk: int, slug: str, number: int) -> HttpResponse:
    """The page that holds a post, with that post marked."""
    viewer = viewer_of(request)
    row = topic_row(viewer, pk)
    if not 1 <= number <= row.last_number:
        raise Http404
    moved = place_for(viewer, pk, number)
    if moved is not None:
        return HttpResponsePermanentRedirect(post_path(*moved))
    if row.merged_into_id is not None:
        raise Http404
    if slug != row.slug:
        return HttpResponsePermanentRedirect(post_path(row.pk, row.slug, number))
    return _respond(request, viewer, row, page=page_of(number), target=number)


def _led_on(viewer: Viewer, row: TopicRow, number: int) -> HttpResponse:
    """To where the post of a merged topic is now; its readers may not all see that."""
    moved = place_for(viewer, row.pk, number)
    if moved is None:
        raise Http404
    return HttpResponsePermanentRedirect(post_path(*moved))


def _respond(
    request: HttpRequest, viewer: Viewer, row: TopicRow, *, page: int, target: int = 0
) -> HttpResponse:
    unread = _first_unread(row)
    divider = divider_on(row, page, unread)
    kind = viewer_kind(viewer)
    voices = voices_of(viewer) if row.belongs else ()
    order = order_of(request, viewer)
    ballots = ballots_of(viewer, row.pk) if row.polled and page == 1 else {}
    voted = tuple(sorted(ballots))
    main = TopicMain(
        row, kind=kind, page=page, target=target, divider=divider, order=order, voted=voted
    )
    hot = HotPage(
        key=(
            "topic", row.pk, row.version, row.last_number, page, target, divider, kind, row.forum_name_version,
            row.neighbours, order, voted, row.archived,
        ),
        title=_page_title(row, page),
        description=row.excerpt,
        canonical=topic_path(row.pk, row.slug, page=page),
        main=lambda: main.html,
        marks={UNREAD_MARK: unread_link(row, unread)} if isinstance(viewer, User) else {},
        body=body_of(viewer, row, voices, ballots),
        script="js/editor.js js/live.js" if isinstance(viewer, User) else "js/live.js",
        personal=(
            lambda: foot_of(
                request, viewer, row, main.rail, voices=voices, known=_known(viewer, row, page, main),
                waits=_waits(viewer, row, page),
            )
        ) if isinstance(viewer, User) else None,
    )  # fmt: skip
    response = respond(request, hot)
    if isinstance(viewer, User) and request.method == "GET":
        _mark_read(viewer, row, min(page * PAGE, row.last_number))
    return response


def _known(viewer: User, row: TopicRow, page: int, main: TopicMain) -> str:
    """What this person may know besides of the posts of the page. Asked for only where there may be
    something to know."""
    window = {"after": (page - 1) * PAGE, "upto": page * PAGE}
    writers = row.belongs or is_moderator(viewer)
    own = main.has_removed and not is_moderator(viewer)
    return (strip_of(viewer, row.pk, **window) if writers else "") + (
        own_removed(viewer, row.pk, **window) if own else ""
    )


def _waits(viewer: User, row: TopicRow, page: int) -> str:
    """Where their reply would stand: at the end."""
    return strip_in_topic(viewer, row.pk) if page == page_of(row.last_number) else ""


def _first_unread(row: TopicRow) -> int:
    """The number of the first post that this person has not read; 0 for nothing new, or for a first visit."""
    return row.first_new or 0 if row.read_number else 0


def _mark_read(person: User, row: TopicRow, number: int) -> None:
    if number > (row.read_number or 0):
        with beside_reading():
            read_up_to(person_id=person.pk, topic_id=row.pk, number=number)


def _page_title(row: TopicRow, page: int) -> str:
    title = (
        row.title
        if page == 1
        else _("%(title)s, page %(page)d") % {"title": row.title, "page": page}
    )
    return f"{title} · {site_name()}"
