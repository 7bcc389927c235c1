"""Thanks as a person's and an organisation's page show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Organisation
from directory.ports import Panel, PanelRow
from directory.voices import voice
from forums.paths import post_path
from forums.thanks.models import Thanks, ThanksQuerySet
from forums.thanks.policies import takes_away
from kernel.paging import Slice, keyset

Whom = User | Organisation
SHOWN = 5
PAGE = 30


@dataclass(frozen=True)
class Line:
    """Thanks, with where they lead, and whether the viewer may remove or report them."""

    thanks: Thanks
    name: str
    url: str
    path: str
    title: str
    removable: bool
    reportable: bool


def thanks_for(viewer: Viewer, pk: int) -> Thanks:
    """The thanks, or 404."""
    rows = Thanks.objects.visible_to(viewer).select_related("person", "organisation", "giver")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def thankers_of(viewer: Viewer, whom: Whom) -> int:
    """How many people have thanked somebody, as far as the viewer may know of it."""
    rows = _of(viewer, whom)
    return rows.aggregate(n=Count("giver", distinct=True))["n"] or 0


def thanks_page(
    viewer: Viewer, whom: Whom, *, cursor: str | None = None, limit: int = PAGE
) -> tuple[Slice[Thanks], list[Line]]:
    """What somebody was thanked for, the latest first."""
    rows = _of(viewer, whom).select_related("giver", "person", "organisation", "post__topic")
    page = keyset(rows, order=("-pk",), cursor=cursor, limit=limit)
    holder = (
        isinstance(viewer, User) and bool(page.rows) and takes_away(viewer, Thanks(**_whom(whom)))
    )
    return page, [_line(viewer, row, holder) for row in page.rows]


def _whom(whom: Whom) -> dict[str, Any]:
    return {"person" if isinstance(whom, User) else "organisation": whom}


def _of(viewer: Viewer, whom: Whom) -> ThanksQuerySet:
    return Thanks.objects.visible_to(viewer).filter(**_whom(whom))


def _line(viewer: Viewer, row: Thanks, holder: bool) -> Line:
    post, giver = row.post, voice(row.giver, None)
    own = row.giver_id is not None and row.giver_id == viewer.pk
    return Line(
        row, giver.name, giver.url,
        path=post_path(post.topic_id, post.topic.slug, post.number) if post else "",
        title=post.topic.title if post else "",
        removable=own or holder,
        reportable=isinstance(viewer, User) and not own,
    )  # fmt: skip


def latest_thanks(viewer: Viewer, organisation: Organisation) -> dict[str, Any]:
    """Annotations that tell of an organisation's thanks, the same for every row: its page has no statement
    left for them. Whoever is thanked has written something, so there is a row."""
    rows = Thanks.objects.visible_to(viewer).filter(organisation=organisation.pk)
    each = rows.order_by().values("organisation").annotate(n=Count("giver", distinct=True))
    newest = rows.order_by("-pk")
    return {
        "thanks": Exists(rows),
        "thankers": Coalesce(Subquery(each.values("n")), 0),
        "thanks_words": Subquery(newest.values("words")[:1]),
        "thanks_giver": Subquery(newest.values("giver__name")[:1]),
    }


def thanks_panel(organisation: Organisation, row: Any) -> Panel:
    """The latest thanks, of a row that was annotated so; all of them have a page of their own."""
    if not row.thanks:
        return Panel("")
    n, everything = row.thankers, f"/forums/thanks/at/{organisation.slug}/"
    title = ngettext("Thanked by %(n)d person", "Thanked by %(n)d people", n) % {"n": n}
    name = row.thanks_giver or voice(None, None).name
    latest = PanelRow(row.thanks_words or _("Thank you"), everything, "solved", name)
    return Panel(title, (latest,), url=everything, place=3)
