"""Notices of illegal content by anybody: the thing at an address, and the notice as a case of its own where
the address leads to no single thing."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from kernel.gate import whole_number
from kernel.refusals import Invalid
from kernel.retention.table import LOT
from moderation.models import Appeal, Notice
from moderation.registry import Moderated, kinds, register
from moderation.reported import KEPT

NOTICE = "notice"
URL_LIMIT = 500


def path_at(raw: str) -> str:
    """The path of an address of this site, with its query and fragment. Raises Invalid (url)."""
    parts = urlsplit(raw.strip()) if len(raw) <= URL_LIMIT else None
    own = urlsplit(settings.BASE_URL)
    if parts is None or not parts.path.startswith("/") or parts.scheme not in ("", "http", "https"):
        raise Invalid({"url": [_("Copy the whole address of the page, as your browser shows it.")]})
    if parts.netloc and parts.netloc.lower() != own.netloc.lower():
        raise Invalid(
            {"url": [_("This address is not of this site: we can decide about nothing there.")]}
        )
    query = f"?{parts.query}" if parts.query else ""
    return parts.path + query + (f"#{parts.fragment}" if parts.fragment else "")


def thing_at(path: str) -> tuple[str, int] | None:
    """The kind and the id of what stands at a path of this site; None for a page of several things."""
    parts = urlsplit(path)
    words = [word for word in parts.path.split("/") if word]
    place = re.fullmatch(r"[a-z]*-?([0-9]{1,12})", parts.fragment)
    tries: list[Sequence[str]] = [words]
    if place:
        tries.insert(0, [*words, place.group(1)])
    if tries and len(words) == 3 and words[:2] == ["forums", "t"] and place:
        tries.insert(0, [*words, "-", place.group(1)])
    for one in tries:
        for moderated in kinds.values():
            pk = moderated.at(one)
            if pk is not None and _is_there(moderated, pk):
                return moderated.kind, pk
    return None


def _is_there(moderated: Moderated, pk: int) -> bool:
    """For who is not logged in: what only members see is told of by members."""
    from django.contrib.auth.models import AnonymousUser

    return whole_number(str(pk)) is not None and moderated.get(AnonymousUser(), pk) is not None


def notice_at(secret: str) -> Notice:
    found = Notice.objects.select_related("report__decision").filter(secret=secret).first()
    if found is None:
        raise Http404
    return found


def notice_for(viewer: Viewer, pk: int) -> Notice:
    """With who sent it: for moderators, and the look is logged by whoever shows it."""
    found = Notice.objects.select_related("report").filter(pk=pk).first()
    if found is None or not is_moderator(viewer):
        raise Http404
    return found


def _judge(viewer: Viewer, pk: int) -> Notice | None:
    if not is_moderator(viewer) or not isinstance(viewer, User):
        return None
    return Notice.objects.filter(pk=pk).first()


def _to_be_forgotten() -> QuerySet[Notice]:
    """Once nobody can appeal any more."""
    over = Notice.objects.filter(report__decision__created_at__lt=timezone.now() - KEPT)
    return over.exclude(name="", email="").exclude(report__appeal__state=Appeal.State.OPEN)


def number_of_senders() -> int:
    return _to_be_forgotten().count()


def forget_senders() -> int:
    """Who sent a notice is forgotten, a lot of them; says how many."""
    pks = list(_to_be_forgotten().order_by("pk").values_list("pk", flat=True)[:LOT])
    Notice.objects.filter(pk__in=pks).update(name="", email="")
    return len(pks)


def register_notices() -> None:
    register(
        Moderated(
            kind=NOTICE,
            get=lambda viewer, pk: None,
            judge=_judge,
            author_id=lambda notice: None,
            title=lambda notice: _("Notice %(number)s") % {"number": notice.number},
            excerpt=lambda notice: f"{notice.url} {notice.what}".strip(),
            url=lambda notice: notice.url,
            hide=None,
        )
    )
