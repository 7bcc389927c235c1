"""Cases: the things that were reported, with their reports and decisions."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from moderation.models import Decision, Report
from moderation.registry import kinds

SHOWN = 50


@dataclass(frozen=True)
class Case:
    """A thing with its open reports, oldest first."""

    kind: str
    object_id: int
    title: str
    excerpt: str
    url: str
    reports: list[Report]


def open_cases(viewer: Viewer) -> list[Case]:
    """The things whose reports wait longest."""
    waiting = (
        Report.objects.filter(decision=None).select_related("reporter").order_by("created_at", "pk")
    )
    grouped: dict[tuple[str, int], list[Report]] = {}
    for report in waiting[: SHOWN * 4]:
        grouped.setdefault((report.kind, report.object_id), []).append(report)
    cases = []
    for (kind, object_id), reports in list(grouped.items())[:SHOWN]:
        moderated = kinds.get(kind)
        thing = moderated.get(viewer, object_id) if moderated else None
        if moderated is None or thing is None:
            cases.append(Case(kind, object_id, _("It is no longer there"), "", "", reports))
            continue
        cases.append(
            Case(kind, object_id, moderated.title(thing), moderated.excerpt(thing),
                 moderated.url(thing), reports)
        )  # fmt: skip
    return cases


def latest_decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("author", "moderator").order_by("-pk")[:20]


def reports_of(kind: str, object_id: int) -> QuerySet[Report]:
    reports = Report.objects.filter(kind=kind, object_id=object_id).select_related("reporter")
    return reports.order_by("-pk")[:SHOWN]


def decisions_of(kind: str, object_id: int) -> QuerySet[Decision]:
    decisions = Decision.objects.filter(kind=kind, object_id=object_id).select_related("moderator")
    return decisions.order_by("-pk")[:SHOWN]
