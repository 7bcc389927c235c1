"""A moderator decides about a thing; open reports of it are answered by that decision, and whom it restricts
gets a statement of reasons."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.marks import mark_of
from kernel.ordering import in_commit_order
from kernel.refusals import Conflict, Invalid
from moderation.access import moderator_of
from moderation.actions.pause import FOR_GOOD, pause
from moderation.actions.state import state
from moderation.audit import record
from moderation.facts import Decided, StatementUndone
from moderation.grounds import ground_named
from moderation.models import QUIET, Decision, Ground, Report, Statement, Verdict
from moderation.offers import offered, taken_back
from moderation.own_case import check_not_own_case
from moderation.registry import Given, Measure, Moderated, Taken, kinds
from moderation.reported import author_of, stated

REASON_LIMIT = 2_000


@dataclass(frozen=True)
class _Case:
    """What is decided about, held: nobody else decides about it before this is done."""

    by: User
    moderated: Moderated
    object_id: int
    thing: Any | None
    waiting: list[Report]
    waited: int | None
    """Seconds since the first of the open reports."""
    author_id: int | None


def decide(
    *,
    by: User,
    kind: str,
    object_id: int,
    verdict: str,
    rule: str,
    reason: str,
    given: Given | None = None,
    seen: int | None = None,
) -> Decision:
    """Keeps the thing, restores it, or restricts it or its author by one of the verdicts that its kind
    offers. The reason is what the author will read. `seen`: the newest decision about it that the moderator
    has read (0 for none).

    Of a thing that is gone its author can be judged, or its reports answered. Raises Refused for one's own
    case, Conflict when another moderator has just decided, Http404 for what nobody can decide.
    """
    check_writer(moderator_of(by))
    moderated = kinds.get(kind)
    if moderated is None:
        raise Http404
    reason, ground = _checked(verdict, rule, reason)
    with transaction.atomic():
        # One decision about a thing at a time, also about one that nobody has reported.
        in_commit_order(f"moderation.{kind}.{object_id}")
        case = _opened(by, moderated, object_id)
        _check_free(case, verdict, seen)
        decision = Decision.objects.create(
            kind=kind, object_id=object_id, author_id=case.author_id, moderator=by,
            verdict=verdict, rule=ground.slug, reason=reason,
        )  # fmt: skip
        _carry_out(case, decision, ground, given or Given(reason))
        Report.objects.filter(pk__in=[one.pk for one in case.waiting]).update(decision=decision)
        publish(Decided(decision.pk))
    return decision


def _opened(by: User, moderated: Moderated, object_id: int) -> _Case:
    reports = Report.objects.select_for_update().filter(
        kind=moderated.kind, object_id=object_id, decision=None
    )
    waiting = list(reports.order_by("created_at"))
    waited = int((timezone.now() - waiting[0].created_at).total_seconds()) if waiting else None
    thing = moderated.judged(by, object_id)
    author_id = author_of(moderated, thing, waiting)
    check_not_own_case(by, moderated, object_id, thing)
    return _Case(by, moderated, object_id, thing, waiting, waited, author_id)


def _checked(verdict: Any, rule: Any, reason: Any) -> tuple[str, Ground]:
    """The reason as it is kept, and the ground. Raises Invalid for any of the three."""
    fields: dict[str, list[str]] = {}
    ground = None
    if verdict not in Verdict.values:
        fields["verdict"] = [_("Choose what happens.")]
    try:
        ground = ground_named(rule)
    except Invalid as error:
        fields.update(error.fields)
    try:
        reason = required_text(reason, limit=REASON_LIMIT)
    except BadText as error:
        fields["reason"] = [str(error)]
    if fields or ground is None:
        raise Invalid(fields)
    return str(reason), ground


def _check_free(case: _Case, verdict: str, seen: int | None) -> None:
    """Whether there is still something to decide, and this can be done to it."""
    about = Decision.objects.filter(kind=case.moderated.kind, object_id=case.object_id)
    last = about.order_by("-pk").first()
    if seen is not None and last is not None and last.pk > seen:
        raise Conflict(_("Another moderator has already decided this."))
    if case.thing is None and not case.waiting:
        raise Http404
    if not case.waiting and last is not None and last.verdict == verdict:
        raise Conflict(_("Another moderator has already decided this."))
    if verdict not in offered(case.moderated, case.thing, case.author_id):
        if case.thing is None or case.moderated.gone(case.thing):
            raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
        raise Invalid({"verdict": [_("This cannot be done here. Choose something else.")]})


def _carry_out(case: _Case, decision: Decision, ground: Ground, given: Given) -> None:
    verdict = decision.verdict
    moderated, thing = case.moderated, case.thing
    if verdict in QUIET:
        record(
            verdict, by=case.by, kind=moderated.kind, object_id=case.object_id,
            person_id=case.author_id, figures={"ground": ground.slug, "decision": decision.pk, "waited": case.waited},
            words=decision.reason,
        )  # fmt: skip
        if thing is not None and verdict == Verdict.RESTORE and moderated.hide is not None:
            moderated.hide(thing, False)
            _close_statements(case, decision)
        return
    # As it stood before anything was done to it: that is what the author must be able to recognise.
    shown: dict[str, Any] = stated(moderated, thing, case.waiting)
    private = thing is not None and moderated.private(thing)
    taken, restricts = _done(case, decision, given)
    state(
        by=case.by, person_id=case.author_id if restricts else None, verdict=verdict,
        kind=moderated.kind, object_id=taken.object_id or case.object_id, reason=decision.reason,
        ground=ground, where=taken.where, until=taken.until, decision=decision, undo=taken.undo,
        found=Statement.Found.NOTICE if case.waiting else Statement.Found.OWN, waited=case.waited,
        private=private, **shown,
    )  # fmt: skip


def _done(case: _Case, decision: Decision, given: Given) -> tuple[Taken, bool]:
    """What it did, and whether it restricts the author."""
    verdict, moderated = decision.verdict, case.moderated
    measure = moderated.measures.get(verdict)
    if measure is not None:
        return _measured(case, measure, given), measure.restricts_author
    if verdict in (Verdict.SUSPEND, Verdict.BAN):
        author = User.objects.get(pk=case.author_id or 0)
        days = FOR_GOOD if verdict == Verdict.BAN else given.hours // 24
        act = pause(by=case.by, person=author, days=days, reason=decision.reason, states=False)
        # The same act, from the decision: its undoing ends just this pause.
        return Taken({"act": act.pk}, until=None if verdict == Verdict.BAN else act.until), True
    if verdict == Verdict.HIDE and moderated.hide is not None:
        moderated.hide(case.thing, True)
    return Taken(), True


def _measured(case: _Case, measure: Measure, given: Given) -> Taken:
    """Words are changed only from those that the moderator has read; how they read then is kept, so that
    undoing it takes nothing from whoever changes them after that."""
    words = case.moderated.text
    changes = "body" in measure.needs
    if changes and given.mark and given.mark != mark_of(words(case.thing)):
        raise Conflict(
            _("Its author has changed it since you opened this. Compare both and send it again.")
        )
    taken = measure.do(case.by, case.thing, given)
    now = case.moderated.judged(case.by, case.object_id) if changes else None
    return (
        replace(taken, undo={**taken.undo, "mark": mark_of(words(now))})
        if now is not None
        else taken
    )


def _close_statements(case: _Case, decision: Decision) -> None:
    """What hid it holds no more."""
    for row in taken_back(case.moderated.kind, case.object_id, by=case.by):
        publish(StatementUndone(row.pk, ""))
