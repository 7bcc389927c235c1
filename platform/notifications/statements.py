"""Whom moderators have restricted is told in the page, and by a letter that nobody can switch off: the law
wants it, also for who may not write any more. And who appeals, and who is to decide about that."""

from django.conf import settings
from django.utils.translation import override

from accounts.models import User
from accounts.viewer import in_office
from kernel.facts import receives
from kernel.mail import write_letter
from moderation.appeals import about_words, against
from moderation.facts import (
    AppealAnswered,
    AppealDecided,
    Appealed,
    Noticed,
    Reported,
    StatementMade,
    StatementUndone,
)
from moderation.models import Appeal, Notice, Report, Statement, Turn, Verdict
from moderation.outcomes import RESTORED, answered_by, outcome_of
from moderation.registry import kinds
from moderation.statements import parts_of
from notifications.actions.tell import tell
from notifications.kinds import STATED

NOBODY = ("", 0)
"""No target: they must learn of it in any case."""
CORRECTED = ("post", Verdict.EDIT)
"""Of a correction in the forum its own fact tells (notifications.corrections), also the house that spoke."""
TOLD_ANYWAY = (Verdict.SUSPEND, Verdict.BAN, Verdict.SWEEP, Verdict.SILENCE)
"""Verdicts whose undoing says so in the page by itself: a pause or a silence that ends."""


@receives(StatementMade)
def statement_made(fact: StatementMade) -> None:
    row = Statement.objects.select_related("person").get(pk=fact.statement_id)
    if row.person is None:
        return
    kind = STATED.get(row.verdict, "")
    if kind and (row.kind, row.verdict) != CORRECTED:
        tell(
            {row.person.pk}, kind=kind, actor_id=None, subject=row.title, detail=row.reason, url=row.path,
            target=NOBODY,
        )  # fmt: skip
    _letter(row.person, row)


def _letter(person: User, row: Statement) -> None:
    """Also to who has never confirmed the address: it is the only one we have."""
    if not person.is_active:
        return
    with override(person.language):
        write_letter(
            to=person.email, language=person.language, template="notifications/mail/statement.txt",
            html="notifications/mail/statement.html",
            context={"person": person.name, "parts": parts_of(row), "url": settings.BASE_URL + row.path},
        )  # fmt: skip


@receives(StatementUndone)
def statement_undone(fact: StatementUndone) -> None:
    """Where the undoing says it itself (a pause that ended, something shown again) there are no words."""
    row = Statement.objects.get(pk=fact.statement_id)
    # What ended a sweep has said so by itself, without words.
    if row.verdict != Verdict.SWEEP or not fact.words:
        _tell_reporters(row)
    if row.person_id is None or not fact.words or row.verdict in (*TOLD_ANYWAY, Verdict.HIDE):
        return
    tell(
        {row.person_id}, kind="decision_undone", actor_id=None, subject=row.title, detail=fact.words,
        url=row.path, target=NOBODY,
    )  # fmt: skip


def _tell_reporters(row: Statement) -> None:
    """What was taken away because of them is there again: they can appeal against that."""
    for report in answered_by(row).select_related("decision__moderator"):
        outcome = outcome_of(report)
        if outcome is None or outcome.state != RESTORED:
            continue
        if report.reporter_id is None:
            _notifier(report, "restored")
        else:
            tell(
                {report.reporter_id}, kind="report_restored", actor_id=None, subject="",
                url=f"/moderation/reports/{report.pk}/", target=NOBODY,
            )  # fmt: skip


@receives(Reported)
def reported(fact: Reported) -> None:
    """The receipt, at once."""
    row = Report.objects.get(pk=fact.report_id)
    if row.reporter_id is None:
        return
    moderated = kinds.get(row.kind)
    thing = moderated.get(row.reporter, row.object_id) if moderated and row.reporter else None
    tell(
        {row.reporter_id}, kind="report_received", actor_id=None,
        subject=moderated.title(thing) if moderated and thing is not None else "",
        url=f"/moderation/reports/{row.pk}/", target=NOBODY,
    )  # fmt: skip


@receives(Noticed)
def noticed(fact: Noticed) -> None:
    write_to_notifier(Notice.objects.select_related("report").get(pk=fact.notice_id), "received")


def write_to_notifier(notice: Notice, what: str) -> None:
    """`what`: received, followed, left, restored, answered, appeal_upheld or appeal_reversed."""
    if notice.email:
        write_letter(
            to=notice.email, language=notice.language, template="notifications/mail/notice.txt",
            context={"notice": notice, "what": what, "url": settings.BASE_URL + notice.path},
        )  # fmt: skip


def _deciders(appeal: Appeal) -> set[int]:
    """Every moderator but the one who decided, and who appealed."""
    people = User.objects.filter(in_office(), verified=True)
    not_these = {against(appeal).moderator_id, appeal.by_id}
    return set(people.values_list("pk", flat=True)) - not_these


@receives(Appealed)
def appealed(fact: Appealed) -> None:
    row = Appeal.objects.select_related("statement", "report__decision", "report__notice").get(
        pk=fact.appeal_id
    )
    tell(
        _deciders(row), kind="appeal_made", actor_id=None, subject=about_words(row), url=row.path, target=NOBODY
    )  # fmt: skip


@receives(AppealAnswered)
def appeal_answered(fact: AppealAnswered) -> None:
    turn = Turn.objects.select_related(
        "appeal__statement", "appeal__report__notice", "appeal__by"
    ).get(pk=fact.turn_id)
    appeal = turn.appeal
    told = {appeal.by_id} - {None} if turn.of_moderators else _spoke(appeal)
    tell(
        {pk for pk in told if pk is not None}, kind="appeal_answered", actor_id=None,
        subject=about_words(appeal), detail=turn.body, url=appeal.path, target=NOBODY,
    )  # fmt: skip
    if turn.of_moderators and appeal.by_id is None and appeal.report is not None:
        _notifier(appeal.report, "answered")


def _spoke(appeal: Appeal) -> set[int | None]:
    """The moderators who have said something in it; before that all who could decide."""
    spoke: set[int | None] = set(
        appeal.turns.filter(of_moderators=True, by__is_active=True).values_list("by_id", flat=True)
    )
    return spoke or set(_deciders(appeal))


@receives(AppealDecided)
def appeal_decided(fact: AppealDecided) -> None:
    row = Appeal.objects.select_related("statement", "report__decision", "report__notice").get(
        pk=fact.appeal_id
    )
    if row.by_id is not None:
        tell(
            {row.by_id}, kind=f"appeal_{row.state}", actor_id=None, subject=about_words(row),
            detail=row.reason, url=row.path, target=NOBODY,
        )  # fmt: skip
    elif row.report is not None:
        _notifier(row.report, f"appeal_{row.state}")


def _notifier(report: Report, what: str) -> None:
    notice = Notice.objects.filter(report=report).first()
    if notice is not None:
        write_to_notifier(notice, what)
