"""Thanks as a person's and an organisation's page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
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
from kernel.templatetags.look import day

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


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """Who has thanked an organisation for what was written in its name. One statement."""
    seen: Any = Thanks.objects.visible_to(viewer).filter(organisation=organisation.pk)
    each = (
        Thanks.objects.visible_to(viewer)
        .filter(organisation=OuterRef("organisation"))
        .order_by()
        .values("organisation")
    )
    total = Coalesce(Subquery(each.annotate(n=Count("giver", distinct=True)).values("n")), 0)
    rows = list(
        seen.select_related("giver", "post__topic").annotate(total=total).order_by("-pk")[:SHOWN]
    )
    if not rows:
        return []
    n = rows[0].total
    title = ngettext("Thanked by %(n)d person", "Thanked by %(n)d people", n) % {"n": n}
    everything = f"/forums/thanks/at/{organisation.slug}/"
    return [Panel(title, tuple(map(_row, rows)), url=everything, place=3)]


def _row(row: Thanks) -> PanelRow:
    post = row.post
    words = row.words or _("Thank you")
    url = post_path(post.topic_id, post.topic.slug, post.number) if post else ""
    return PanelRow(words, url, "solved", f"{voice(row.giver, None).name}, {day(row.created_at)}")
