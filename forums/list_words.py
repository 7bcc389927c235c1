"""What a list of topics is called, what it says when it is empty, and where one goes from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from forums.lists import LATEST, SHOWS, SOLVED, UNANSWERED, Listing
from forums.models import Forum
from forums.paths import forum_path, region_path
from taxonomy.models import Region
from taxonomy.regions import POWIAT_DIGITS, top_units, units
from taxonomy.spelling import polish

Links = Sequence[tuple[str, str]]
Tab = dict[str, object]


@dataclass(frozen=True)
class Words:
    """`title` is the h1; `empty`, `hint` and `action` (its words and address) stand where nothing is found."""

    title: str
    lead: str
    empty: str
    hint: str
    action: tuple[str, str]
    ask: str


def words_of(listing: Listing) -> Words:
    ask = f"{forum_path(listing.forum.slug)}ask/" if listing.forum else "/forums/ask/"
    empty, hint = _empty(listing)
    action = (_("Ask a question"), ask)
    if listing.show != LATEST:
        action = (_("All of them, the latest first"), listing.showing(LATEST).address())
    return Words(_title(listing), _lead(listing), empty, hint, action, ask)


def _title(listing: Listing) -> str:
    name = _name(listing)
    if listing.everywhere:
        return {
            LATEST: _("Latest conversations"),
            UNANSWERED: _("Waiting for an answer"),
            SOLVED: _("Solved questions"),
        }[listing.show]
    if listing.show == LATEST:
        return name
    which = _("waiting for an answer") if listing.show == UNANSWERED else _("solved")
    return _("%(list)s – %(which)s") % {"list": name, "which": which}


def _name(listing: Listing) -> str:
    tag = listing.tag.name if listing.tag else ""
    place = listing.forum.name if listing.forum else ""
    if listing.unit:
        place = _("Conversations: %(what)s") % {"what": listing.unit.title}
    if listing.house:
        place = _("Conversations: %(what)s") % {"what": listing.house.name}
    if not tag:
        return place
    if not place:
        return _("Conversations with the tag “%(tag)s”") % {"tag": tag}
    return _("%(list)s, tag “%(tag)s”") % {"list": place, "tag": tag}


def _lead(listing: Listing) -> str:
    if listing.forum:
        return listing.forum.description
    if listing.unit:
        return _("What people ask and tell of this place.")
    if listing.house:
        return _("What was started in the name of this organisation.")
    if listing.tag:
        return _("From all forums, the latest word first.")
    return {
        LATEST: _("From all forums, the latest word first."),
        UNANSWERED: _("Somebody here has done it before. Perhaps you."),
        SOLVED: _("Questions in which an answer has helped."),
    }[listing.show]


def _empty(listing: Listing) -> tuple[str, str]:
    if listing.show == UNANSWERED:
        return _("Nobody is waiting for an answer."), ""
    if listing.show == SOLVED:
        return _("Nothing solved here yet."), _("Whoever asked says which answer has helped.")
    if listing.unit:
        return _("Nothing about this place yet."), _(
            "When you ask, choose the place it is about: then it stands here."
        )
    if listing.house:
        return _("They have started nothing yet."), _(
            "Who edits its page may choose, when asking, in whose name it is."
        )
    if listing.tag:
        return _("Nothing with this tag here."), _("Ask, and add the tag to your question.")
    return _("Quiet here so far."), _("Write the first sentence.")


def tabs_of(listing: Listing, *, member: bool) -> list[Tab]:
    """The same list narrowed; for members besides the lists that are each one's own."""
    labels = {LATEST: _("Latest"), UNANSWERED: _("Waiting for an answer"), SOLVED: _("Solved")}
    tabs = [
        _tab(labels[show], listing.showing(show).address(), show == listing.show) for show in SHOWS
    ]
    own = own_tabs(listing.forum.slug if listing.forum else "") if member else []
    return tabs + (own if listing.forum or listing.everywhere else [])


def own_tabs(forum: str = "", chosen: str = "") -> list[Tab]:
    """The lists that are each member's own; `chosen`: "unread" or "mine"."""
    unread = f"/forums/unread/?forum={forum}" if forum else "/forums/unread/"
    return [
        _tab(_("Unread"), unread, chosen == "unread"),
        _tab(_("Mine"), "/forums/mine/", chosen == "mine"),
    ]


def all_lists(*, member: bool, chosen: str = "") -> list[Tab]:
    """The lists of all forums, for pages that are none of them or one that is a member's own."""
    tabs = tabs_of(Listing(), member=False)
    own = own_tabs(chosen=chosen) if member else []
    return [tab | {"chosen": False} for tab in tabs] + own


def _tab(label: str, href: str, chosen: bool) -> Tab:
    return {"label": label, "href": href, "chosen": chosen, "count": None}


def beside(viewer: Viewer, listing: Listing) -> list[tuple[str, str, Links]]:
    """Groups of links beside the list: (a word for its id, its heading, the links)."""
    forums = _forums(viewer, listing)
    if listing.unit:
        return [
            ("more", _("More of this place"), _of_the_place(listing)),
            ("others", _("Other places"), _places(listing)),
        ]
    if listing.house:
        page = (_("The organisation’s page"), f"/directory/{listing.house.slug}/")
        return [("more", _("More of them"), [page]), ("others", _("Forums"), forums)]
    if listing.tag:
        everything = (_("Notes, people and the rest"), f"/search/?tag={listing.tag.slug}")
        groups = [("more", _("More with this tag"), [everything])]
        return [("others", _("In one forum only"), forums), *groups]
    return [("others", _("Other forums") if listing.forum else _("Forums"), forums)]


def _forums(viewer: Viewer, listing: Listing) -> Links:
    """Names and addresses only: figures of other forums would grow old in a kept page."""
    forums = Forum.objects.visible_to(viewer).order_by("position", "id")
    if listing.forum:
        forums = forums.exclude(pk=listing.forum.pk)
    tag = f"?tag={listing.tag.slug}" if listing.tag else ""
    return [(name, forum_path(slug) + tag) for name, slug in forums.values_list("name", "slug")]


def _of_the_place(listing: Listing) -> Links:
    code = listing.unit.code if listing.unit else ""
    links = [(_("Organisations here"), f"/directory/?region={code}")]
    above = [code[:end] for end in (2, POWIAT_DIGITS) if len(code) > end]
    return links + [(_title_of(one), region_path(one)) for one in above]


def _title_of(code: str) -> str:
    found = Region.objects.filter(code=code).defer("outline", "mesh").first()
    return found.title if found else code


def _places(listing: Listing) -> Links:
    """Powiats by name: questions are asked about these."""
    here = listing.unit.code if listing.unit else ""
    found = [*top_units(), *units(Region.Level.POWIAT)]
    rest = [unit for unit in found if not here.startswith(unit.code)]
    rest.sort(key=lambda unit: (len(unit.code), polish(unit.title.removeprefix("powiat "))))
    return [(unit.title, region_path(unit.code)) for unit in rest]
