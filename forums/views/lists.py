"""The pages of the lists of topics (forums.lists): of all forums, of one, with a tag, about a place, by an
organisation."""

from collections.abc import Hashable
from dataclasses import replace

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.access import organisation_for
from forums.access import tag_in_use, unit_of_topics
from forums.list_words import Words, beside, tabs_of, words_of
from forums.lists import LATEST, SHOWS, House, Listing
from forums.pieces import topic_rows
from forums.policies import may_bring_into
from forums.ports import heard
from forums.rows import STANDINS, ForumRow, forum_lines, forum_row, viewer_kind
from forums.seats import news_of
from forums.topic_main import LEVELS_MARK
from forums.views.personal import levels_of
from kernel.naming import site_name
from kernel.pages import BUILD, HotPage, epoch, kept, respond


@require_safe
def listing(request: HttpRequest, kind: str, word: str) -> HttpResponse:
    """`?show=` latest (also for what is no tab), unanswered, solved; `?tag=` only what has that tag;
    `?cursor=` goes on from there. A word that means another one leads to that one's address."""
    viewer = viewer_of(request)
    found = listing_for(viewer, request, kind, word)
    said = word if kind == "tag" else request.GET.get("tag", "")
    if found.tag and found.tag.slug != said:
        return HttpResponsePermanentRedirect(found.address(request.GET.get("cursor") or None))
    return answer(request, viewer, found)


def listing_for(viewer: Viewer, request: HttpRequest, kind: str, word: str) -> Listing:
    """The list of a kind of place: "all" (of which the word says what is shown), "forum", "tag", "region",
    "by"; 404 for one that is not there. Raises Moved."""
    if kind == "all" or (kind == "forum" and word in SHOWS):
        return Listing(show=word)
    show = request.GET.get("show", LATEST)
    show = show if show in SHOWS else LATEST
    if kind == "tag":
        return Listing(show, tag=tag_in_use(viewer, word))
    raw = request.GET.get("tag", "")
    place = _place(viewer, kind, word)
    return replace(place, show=show, tag=tag_in_use(viewer, raw) if raw else None)


def _place(viewer: Viewer, kind: str, word: str) -> Listing:
    if kind == "forum":
        return Listing(forum=forum_row(viewer, word))
    if kind == "region":
        return Listing(unit=unit_of_topics(word))
    if kind == "by":
        found = organisation_for(viewer, word)
        return Listing(house=House(found.pk, found.slug, found.name))
    raise Http404


def answer(request: HttpRequest, viewer: Viewer, listing: Listing) -> HttpResponse:
    """Kept for everybody alike; made anew for who has muted something, since they see less."""
    kind = viewer_kind(viewer)
    cursor = request.GET.get("cursor") or None
    own_place = "forum" if listing.forum else "tag" if listing.tag else ""
    only = heard(viewer, own_place)
    forum = listing.forum
    versions: tuple[Hashable, ...] = (
        (forum.pk, forum.version, forum.name_version)
        if forum
        else tuple((line.pk, line.version, line.name_version) for line in forum_lines(viewer))
    )
    here = listing.address(cursor)
    words = words_of(listing)
    page = HotPage(
        key=("topics", here, versions, kind) if only is None else None,
        title=f"{words.title} · {site_name()}",
        description=words.lead,
        canonical=here,
        main=lambda: _main(STANDINS[kind], listing, words, cursor, only),
        body=_personal(viewer, listing),
        feed=listing.feed if forum is None or forum.public else "",
        script="js/news.js" if isinstance(viewer, User) else "",
        personal=(lambda: _foot(viewer, listing, versions)) if isinstance(viewer, User) else None,
    )
    return respond(request, page)


def _personal(viewer: Viewer, listing: Listing) -> dict[str, str]:
    if not isinstance(viewer, User):
        return {}
    forum = listing.forum.pk if listing.forum else None
    return {"data-me": viewer.handle, "data-news": news_of(viewer.pk, forum)}


def _main(
    viewer: Viewer, listing: Listing, words: Words, cursor: str | None, only: Q | None
) -> str:
    found = listing.page(viewer, cursor, only)
    pinned = [] if cursor else listing.pinned(viewer, only)
    visitor = viewer_kind(viewer) == "visitor"
    context = {
        "texts": words,
        "listing": listing,
        "rows": topic_rows([*pinned, *found.rows], with_forum=listing.forum is None),
        "kinds": tabs_of(listing, member=not visitor),
        "saved": _saved(listing),
        "can_save": listing.house is None,
        "muting": only is not None,
        "further": cursor is not None,
        "start": listing.address(),
        "newer": listing.address(found.previous) if found.previous else "",
        "older": listing.address(found.next) if found.next else "",
        "without_tag": listing.without_tag().address(),
        "rail": _rail(viewer, listing) if visitor else "",
    }
    return render_to_string("forums/list.html", context)


def _saved(listing: Listing) -> str:
    """The list as a saved search writes it (notifications.saved.topics)."""
    said = {
        "forum": listing.forum.slug if listing.forum else "",
        "show": listing.show if listing.show != LATEST else "",
        "tag": listing.tag.slug if listing.tag else "",
        "region": listing.unit.code if listing.unit else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def _rail(viewer: Viewer, listing: Listing, levels: str = "") -> str:
    context = {"levels": levels, "listing": listing, "groups": beside(viewer, listing)}
    return render_to_string("forums/_list_rail.html", context)


def _foot(viewer: User, listing: Listing, versions: Hashable) -> str:
    """A member's rail ends the columns that the main leaves open: their own level comes first."""
    kind = viewer_kind(viewer)
    here = listing.showing(LATEST).address()
    key = (BUILD, epoch(), "list rail", here, versions, kind, get_language())
    rail = kept("row", key, lambda: _rail(STANDINS[kind], listing, LEVELS_MARK))
    levels = ""
    if listing.forum and not listing.tag:
        levels = levels_of(viewer, "forum", listing.forum.pk) + _inviting(viewer, listing.forum)
    elif listing.tag:
        levels = levels_of(viewer, "tag", listing.tag.pk)
    return rail.replace(LEVELS_MARK, levels, 1) + "</div>"


def _inviting(viewer: User, forum: ForumRow) -> str:
    """A door for those who may invite others by mail into this forum."""
    if not is_moderator(viewer) or not may_bring_into(viewer, forum.pk, forum.audience):
        return ""
    return render_to_string("forums/_inviting.html", {"forum": forum})
