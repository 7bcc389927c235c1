"""Who may appeal against what, who may decide about it, and the doors to both."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, in_office, is_moderator
from kernel.refusals import Refused
from moderation.models import Appeal, Decision, Notice, Report, Statement
from moderation.outcomes import FOLLOWED, outcome_of
from moderation.own_case import check_in_charge
from moderation.statements import appeal_until, may_be_appealed

SHOWN = 50


@dataclass(frozen=True)
class Against:
    """The decision an appeal is against: who made it, when, and whom it was about."""

    moderator_id: int | None
    made_at: datetime
    statement: Statement | None
    report: Report | None


def _rows() -> QuerySet[Appeal]:
    return Appeal.objects.select_related(
        "statement__moderator", "statement__person", "report__decision__moderator", "report__notice",
        "by", "decided_by",
    )  # fmt: skip


def open_appeals() -> QuerySet[Appeal]:
    """The longest waiting first."""
    return _rows().filter(state=Appeal.State.OPEN).order_by("created_at", "pk")


def appeal_for(viewer: Viewer, pk: int) -> Appeal:
    """For who made it, and for moderators; for everybody else there is none."""
    found = _rows().filter(pk=pk).first()
    if found is None or not isinstance(viewer, User):
        raise Http404
    if found.by_id != viewer.pk and not is_moderator(viewer):
        raise Http404
    return found


def appeal_of_notice(notice: Notice) -> Appeal | None:
    return _rows().filter(report=notice.report_id).first()


def appeal_against(
    *, statement: Statement | None = None, report: Report | None = None
) -> Appeal | None:
    """The appeal that there is, for whoever may read what it is against."""
    wanted = {"statement": statement} if statement is not None else {"report": report}
    return _rows().filter(**wanted).first()


def statements_to(person: User) -> list[Statement]:
    """All that somebody was told, the newest first."""
    return list(Statement.objects.filter(person=person).order_by("-pk")[:SHOWN])


def statement_for(viewer: Viewer, pk: int) -> Statement:
    """For whom it restricts, and for moderators."""
    rows = Statement.objects.select_related("person", "moderator", "ground", "undone_by")
    found = rows.filter(pk=pk).first()
    if found is None or not isinstance(viewer, User) or not viewer.is_active:
        raise Http404
    if found.person_id != viewer.pk and not is_moderator(viewer):
        raise Http404
    return found


def report_for(viewer: Viewer, pk: int) -> Report:
    """One's own report."""
    found = Report.objects.select_related("decision").filter(pk=pk).first()
    if found is None or not isinstance(viewer, User) or found.reporter_id != viewer.pk:
        raise Http404
    return found


def against(appeal: Appeal) -> Against:
    if appeal.statement is not None:
        row = appeal.statement
        return Against(row.moderator_id, row.created_at, row, None)
    assert appeal.report is not None
    outcome = outcome_of(appeal.report)
    made = outcome.at if outcome else appeal.created_at
    return Against(outcome.by_id if outcome else None, made, None, appeal.report)


def not_followed(decision: Decision | None) -> bool:
    """Whether it leaves a reporter something to appeal against, as long as it stands (moderation.outcomes)."""
    return decision is not None and decision.verdict not in FOLLOWED


def why_no_appeal(*, made_at: datetime, exists: bool, undone: bool = False) -> str:
    """A sentence, or ""."""
    if exists:
        return _("You have appealed against this already.")
    if undone:
        return _("This has been undone already.")
    if not may_be_appealed(made_at):
        return _("The six months for an appeal are over.")
    return ""


def ends_at(made_at: datetime) -> datetime:
    return appeal_until(made_at)


def check_decides(by: User, appeal: Appeal) -> None:
    """Another moderator than the one who decided, who looks after the place, and nobody's own case. Raises
    Refused with the reason, and with who can do it instead."""
    decided = against(appeal)
    if by.pk in _parties(appeal):
        raise Refused(_("This is your own case: another moderator must decide about it."))
    about = decided.statement or decided.report
    if about is not None:
        check_in_charge(by, about.kind, about.object_id)
    if decided.moderator_id != by.pk:
        return
    others = User.objects.filter(in_office(), verified=True)
    others = others.exclude(pk__in=[by.pk, *_parties(appeal)])
    if others.exists():
        raise Refused(_("You made the decision: another moderator must look at the appeal."))
    raise Refused(
        _(
            "You made the decision, and there is no other moderator. An administrator has to name one first."
        )
    )


def _parties(appeal: Appeal) -> set[int]:
    found = {appeal.by_id}
    if appeal.statement is not None:
        row = appeal.statement
        found.add(row.person_id)
        reports = Report.objects.filter(kind=row.kind, object_id=row.object_id)
        found |= set(reports.values_list("reporter_id", flat=True))
    elif appeal.report is not None and appeal.report.decision is not None:
        found.add(appeal.report.decision.author_id)
    return {pk for pk in found if pk is not None}


def about_words(appeal: Appeal) -> str:
    """What the decision was about, in a few words."""
    if appeal.statement is not None:
        row = appeal.statement
        return row.listed or row.done
    report = appeal.report
    assert report is not None
    return _("Report %(number)s") % {"number": report.pk}
