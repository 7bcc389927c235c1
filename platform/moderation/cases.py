"""What waits for a moderator: things with open reports, and all that is known of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from moderation.models import Decision, Report
from moderation.registry import Quote, kinds

SHOWN = 50
DECIDED = 20


@dataclass(frozen=True)
class Case:
    """A thing with its open reports, oldest first. Without `url` it is no longer there."""

    kind: str
    object_id: int
    title: str
    excerpt: str
    url: str
    reports: Sequence[Report]
    quotes: Sequence[Quote] = ()
    """What was sent with the reports, where moderators do not see the thing in its place."""

    @property
    def since(self) -> datetime:
        return self.reports[0].created_at

    @property
    def reasons(self) -> str:
        """What the reports say, each reason once."""
        return ", ".join(dict.fromkeys(report.get_reason_display() for report in self.reports))


@dataclass(frozen=True)
class File:
    """Everything about one thing: as it is now, its reports and its decisions, newest first."""

    case: Case
    author: User | None
    before: int
    """How many decisions to hide something of this author there were."""
    reports: Sequence[Report]
    decisions: Sequence[Decision]

    @property
    def hidden(self) -> bool:
        return bool(self.decisions) and self.decisions[0].verdict == Decision.Verdict.HIDE

    @property
    def verdicts(self) -> list[tuple[str, str, str]]:
        """What can be decided now: (value, words, what follows from it)."""
        kept = (Decision.Verdict.KEEP, _("The author hears nothing; who reported it is thanked."))
        hide = (
            Decision.Verdict.HIDE,
            _("Only its number stays. The author reads your reason, and who reported it is told."),
        )
        restore = (Decision.Verdict.RESTORE, _("Everybody sees it again, and its author is told."))
        offered = [kept] if not self.case.url else [kept, restore if self.hidden else hide]
        return [(verdict.value, str(verdict.label), follows) for verdict, follows in offered]


def open_cases(viewer: Viewer) -> list[Case]:
    """The things whose reports wait longest."""
    waiting = (
        Report.objects.filter(decision=None).select_related("reporter").order_by("created_at", "pk")
    )
    grouped: dict[tuple[str, int], list[Report]] = {}
    for report in waiting[: SHOWN * 4]:
        grouped.setdefault((report.kind, report.object_id), []).append(report)
    return [_case(viewer, *named, reports) for named, reports in list(grouped.items())[:SHOWN]]


def _case(viewer: Viewer, kind: str, object_id: int, reports: Sequence[Report]) -> Case:
    moderated = kinds.get(kind)
    thing = moderated.judged(viewer, object_id) if moderated else None
    if moderated is None or thing is None:
        return Case(kind, object_id, _("It is no longer there"), "", "", reports)
    return Case(
        kind,
        object_id,
        moderated.title(thing),
        moderated.excerpt(thing),
        moderated.url(thing),
        reports,
        moderated.quotes(thing),
    )


def file_of(viewer: User, kind: str, object_id: int) -> File:
    """What is known of a thing. 404 when it is not there and nobody has reported it."""
    reports = list(
        Report.objects.filter(kind=kind, object_id=object_id)
        .select_related("reporter").order_by("-pk")[:SHOWN]
    )  # fmt: skip
    waiting = [report for report in reversed(reports) if report.decision_id is None]
    case = _case(viewer, kind, object_id, waiting)
    if kind not in kinds or (not case.url and not waiting):
        raise Http404
    author = _author(viewer, kind, object_id)
    decisions = Decision.objects.filter(kind=kind, object_id=object_id).select_related("moderator")
    hidden = Decision.objects.filter(author=author, verdict=Decision.Verdict.HIDE)
    return File(
        case=case,
        author=author,
        before=hidden.exclude(kind=kind, object_id=object_id).count() if author else 0,
        reports=reports,
        decisions=list(decisions.order_by("-pk")[:SHOWN]),
    )


def _author(viewer: User, kind: str, object_id: int) -> User | None:
    moderated = kinds[kind]
    thing: Any | None = moderated.judged(viewer, object_id)
    pk = moderated.author_id(thing) if thing is not None else None
    return User.objects.filter(pk=pk).first() if pk is not None else None


def latest_decisions() -> Sequence[Decision]:
    return list(
        Decision.objects.select_related("author", "moderator").order_by("-created_at", "-pk")[
            :DECIDED
        ]
    )
