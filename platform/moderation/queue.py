"""The one queue: what was reported and what waits in any room, the longest first, with its figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from moderation.cases import Case, open_cases
from moderation.models import Ground, Hold, Report, Statement
from moderation.registry import Item, queues

SOON = timedelta(hours=24)
"""What waits for longer is overdue."""
LATELY = timedelta(days=30)
COUNTED = 2_000


@dataclass(frozen=True)
class Row:
    """An item as the list shows it."""

    item: Item
    overdue: bool
    hold: Hold | None
    count: int = 0
    """Reports about it."""

    @property
    def name(self) -> str:
        return f"{self.item.kind}-{self.item.object_id}"

    @property
    def kind_words(self) -> str:
        return kind_words(self.item.kind)


@dataclass(frozen=True)
class Figures:
    open: int
    overdue: int
    hours: float | None
    """The median time from a report to its decision, of the last month."""
    grounds: Sequence[tuple[str, int]]

    @property
    def typical(self) -> str:
        if self.hours is None:
            return ""
        if self.hours < 1:
            return _("under an hour")
        hours = round(self.hours)
        if hours < 48:
            return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
        days = round(hours / 24)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def kind_words(kind: str) -> str:
    """What the list calls a kind of thing."""
    return {
        "topic": _("Conversation"), "post": _("Post"), "message": _("Message"), "card": _("Need or offer"), "note": _("Note"),
        "note_run": _("Account of a run"), "note_collection": _("Collection"), "poll": _("Poll"),
        "thanks": _("Thanks"), "organisation": _("Organisation"), "person": _("Profile"),
        "notice": _("Notice of illegal content"), "words": _("Words that wait"), "notes": _("Notes to review"),
        "directory": _("Change of a page"), "claims": _("Claim of a page"), "appeals": _("Appeal"),
        "waiting": _("Words that wait"), "change": _("Change of a page"), "claim": _("Claim of a page"),
        "silence": _("Silence in a room"), "tag": _("Tag"), "ground": _("Ground of decisions"),
        "list_word": _("Word on a list"), "list_site": _("Site on a list"), "list_mail": _("Mail domain on a list"), "appeal": _("Appeal"), "room": _("Room"),
    }.get(kind, kind)  # fmt: skip


def all_rows(request: HttpRequest, moderator: User) -> list[Row]:
    """Everything, the longest waiting first."""
    cases = [(_item(case), len(case.reports)) for case in open_cases(moderator)]
    others = [(item, 0) for queue in queues.values() for item in queue.items(request)]
    held = _holds()
    late = timezone.now() - SOON
    rows = [
        Row(item, item.since < late, held.get((item.kind, item.object_id)), count)
        for item, count in (*cases, *others)
    ]
    return sorted(rows, key=lambda row: row.item.since)


def filters_of(rows: Sequence[Row], chosen: str) -> list[tuple[str, str, int, bool]]:
    """(kind, words, how many, whether it is chosen)."""
    counted = Counter(row.item.kind for row in rows)
    found = [(kind, kind_words(kind), number, kind == chosen) for kind, number in counted.items()]
    return sorted(found, key=lambda one: one[1])


def _item(case: Case) -> Item:
    return Item(
        kind=case.kind, object_id=case.object_id, title=case.title,
        url=f"/moderation/{case.kind}/{case.object_id}/", since=case.since, why=case.reasons,
        excerpt=case.excerpt,
    )  # fmt: skip


def _holds() -> Mapping[tuple[str, int], Hold]:
    rows = Hold.objects.filter(until__gt=timezone.now()).select_related("by")
    return {(row.kind, row.object_id): row for row in rows}


def hold_on(kind: str, object_id: int) -> Hold | None:
    rows = Hold.objects.filter(until__gt=timezone.now(), kind=kind, object_id=object_id)
    return rows.select_related("by").first()


def figures_of(rows: Sequence[Row]) -> Figures:
    since = timezone.now() - LATELY
    names = {ground.slug: ground.name for ground in Ground.objects.all()}
    said = Counter(
        kept.get("slug", "other")
        for kept in Statement.objects.filter(created_at__gte=since).values_list(
            "ground_words", flat=True
        )[:COUNTED]
    )
    return Figures(
        open=len(rows),
        overdue=sum(row.overdue for row in rows),
        hours=hours_to_decide(since),
        grounds=[(names.get(slug, slug), number) for slug, number in said.most_common(6)],
    )


def hours_to_decide(since: datetime, until: datetime | None = None) -> float | None:
    """The median, of reports answered in this time."""
    answered = Report.objects.filter(decision__created_at__gte=since)
    if until is not None:
        answered = answered.filter(decision__created_at__lt=until)
    pairs = answered.values_list("created_at", "decision__created_at")[:COUNTED]
    waits = [(decided - made).total_seconds() / 3600 for made, decided in pairs if decided]
    return median(waits) if waits else None
