"""An appeal is made, talked over, and decided by another moderator. What is reversed is as it was before."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.actions.decide import decide
from moderation.actions.reverse import LEAVE, reverse
from moderation.appeals import against, check_decides, why_no_appeal
from moderation.audit import record
from moderation.facts import AppealAnswered, AppealDecided, Appealed
from moderation.models import Appeal, Decision, Report, Statement, Turn, Verdict
from moderation.offers import offered
from moderation.outcomes import outcome_of
from moderation.registry import kinds

BODY_LIMIT = 5_000


def appeal_statement(*, by: User, statement: Statement, body: str) -> Appeal:
    """By whom it restricts, also while their account is paused. Raises Refused, Invalid (body), Conflict."""
    words = _words(body)
    if statement.person_id != by.pk or not by.is_active:
        raise Refused(_("Only whom it restricts can appeal."))
    with transaction.atomic():
        held = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
        _check_open(
            why_no_appeal(
                made_at=held.created_at, undone=held.undone_at is not None,
                exists=Appeal.objects.filter(statement=held).exists(),
            )
        )  # fmt: skip
        return _begun(Appeal(statement=held, by=by), words)


def appeal_report(*, by: User | None, report: Report, body: str) -> Appeal:
    """By who reported something that was left as it is; `by` is None for a notice without an account, whose
    secret address is the proof. Raises Refused, Invalid (body), Conflict."""
    words = _words(body)
    if by is not None and (report.reporter_id != by.pk or not by.is_active):
        raise Refused(_("Only who reported it can appeal."))
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        outcome = outcome_of(held)
        if outcome is None or outcome.taken:
            raise Conflict(_("There is no decision against which you could appeal."))
        exists = Appeal.objects.filter(report=held).exists()
        _check_open(why_no_appeal(made_at=outcome.at, exists=exists))
        return _begun(Appeal(report=held, by=by), words)


def say_in_appeal(*, by: User | None, appeal: Appeal, body: str) -> Turn:
    """Who appealed and the moderators talk; nobody else reads it. The door has judged that `by` belongs
    there. Raises Invalid (body), Conflict once it is decided."""
    words = _words(body)
    own = by is None or by.pk == appeal.by_id
    with transaction.atomic():
        held = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        if not held.open:
            raise Conflict(_("This appeal has been decided."))
        if not own:
            check_writer(moderator_of(by))  # type: ignore[arg-type]  # nobody without an account is here
            record(
                "answer", by=by, kind="appeal", object_id=held.pk, person_id=held.by_id, words=words
            )
        turn = Turn.objects.create(appeal=held, by=by, of_moderators=not own, body=words)
        publish(AppealAnswered(turn.pk))
    return turn


def decide_appeal(
    *, by: User, appeal: Appeal, reversed_: bool, reason: str, rule: str = "other"
) -> Appeal:
    """Lets the decision stand, or reverses it: what was restricted is as before; what was reported and left
    is hidden after all, by the ground `rule`, or waits in the queue again where it cannot be hidden. Raises
    Refused for the moderator who decided and for parties, Invalid (reason, rule), Conflict where another was
    first."""
    check_writer(moderator_of(by))
    words = _words(reason, "reason")
    with transaction.atomic():
        held = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        if not held.open:
            raise Conflict(_("Another moderator has already decided this."))
        check_decides(by, held)
        held.state = Appeal.State.REVERSED if reversed_ else Appeal.State.UPHELD
        held.decided_by, held.decided_at, held.reason = by, timezone.now(), words
        held.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        record(
            "appeal", by=by, kind="appeal", object_id=held.pk, person_id=held.by_id,
            figures={
                "outcome": held.state, "against": "statement" if held.statement_id else "report",
                "of": against(held).moderator_id,
            },
            words=words,
        )  # fmt: skip
        if reversed_:
            _reverse(by, held, words, rule)
        publish(AppealDecided(held.pk))
    return held


def _reverse(by: User, held: Appeal, words: str, rule: str) -> None:
    if held.statement is not None:
        reverse(by=by, statement=held.statement, reason=words, words=LEAVE)
    elif held.report is not None:
        _follow(by, held.report, words, rule)


def _follow(by: User, report: Report, words: str, rule: str) -> None:
    """What is gone anyway needs no hiding. Where there is nothing that could be hidden (a notice about a page of
    several things), the report waits for a decision once more."""
    moderated = kinds.get(report.kind)
    thing = moderated.judged(by, report.object_id) if moderated else None
    decision: Decision | None = None
    if moderated is not None and thing is not None and moderated.hide is not None:
        if Verdict.HIDE not in offered(moderated, thing):
            return
        decision = decide(
            by=by, kind=report.kind, object_id=report.object_id, verdict=Verdict.HIDE, rule=rule, reason=words
        )  # fmt: skip
    elif thing is None:
        return
    Report.objects.filter(pk=report.pk).update(decision=decision)


def _begun(row: Appeal, words: str) -> Appeal:
    row.save()
    Turn.objects.create(appeal=row, by=row.by, body=words)
    record(
        "appealed", by=None, kind="appeal", object_id=row.pk,
        figures={"against": "statement" if row.statement_id else "report"},
    )  # fmt: skip
    publish(Appealed(row.pk))
    return row


def _check_open(why_not: str) -> None:
    if why_not:
        raise Conflict(why_not)


def _words(raw: object, field: str = "body") -> str:
    try:
        return required_text(raw, limit=BODY_LIMIT)
    except BadText as error:
        raise Invalid({field: [str(error)]}) from error
