"""A restriction is taken back: what was is there again, and whom it restricted reads why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.ordering import in_commit_order
from kernel.refusals import Conflict, Refused
from moderation.access import moderator_of
from moderation.actions.levels import read_reason
from moderation.actions.pause import take_back_pause
from moderation.actions.sweep import unsweep
from moderation.audit import record
from moderation.facts import Decided, StatementUndone
from moderation.models import Act, Decision, Statement, Verdict
from moderation.own_case import check_in_charge
from moderation.registry import kinds, reversals


def reverse(*, by: User, statement: Statement, reason: str) -> Statement:
    """Undoes what the statement tells of: the post, its index and its figures are as they were. Raises
    Refused, Invalid (reason), or Conflict where it is undone already or can be undone no more."""
    check_writer(moderator_of(by))
    words = read_reason(reason)
    with transaction.atomic():
        in_commit_order(f"moderation.{statement.kind}.{statement.object_id}")
        held = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
        if held.person_id == by.pk:
            raise Refused(_("Somebody else must decide about you."))
        check_in_charge(by, held.kind, held.object_id)
        if held.undone_at is not None:
            raise Conflict(_("This has been undone already."))
        if held.verdict == Verdict.SWEEP:
            act = Act.objects.select_related("person").get(statement=held)
            unsweep(by=by, act=act, reason=words)
            held.refresh_from_db()
        else:
            _marked(by, held, words)
            _undo(by, held, words)
        publish(StatementUndone(held.pk, words))
    return held


def _marked(by: User, held: Statement, words: str) -> None:
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    record(
        "undo", by=by, kind=held.kind, object_id=held.object_id, person_id=held.person_id,
        figures={"statement": held.pk, "verdict": held.verdict}, words=words,
    )  # fmt: skip


def _undo(by: User, held: Statement, words: str) -> None:
    if held.verdict in (Verdict.SUSPEND, Verdict.BAN):
        _end_pause(by, held, words)
    elif held.kind in reversals:
        reversals[held.kind](by, held, words)
    elif held.verdict != Verdict.WARN:
        _bring_back(by, held, words)


def _end_pause(by: User, held: Statement, words: str) -> None:
    act = Act.objects.filter(pk=held.act_id or held.undo.get("act", 0)).first()
    if act is not None and held.person is not None:
        take_back_pause(by=by, act=act, reason=words)


def _bring_back(by: User, held: Statement, words: str) -> None:
    moderated = kinds.get(held.kind)
    thing = moderated.judged(by, held.object_id) if moderated else None
    if moderated is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    measure = moderated.measures.get(held.verdict)
    if measure is not None:
        if measure.undo is not None:
            measure.undo(by, thing, {**held.undo, "id": held.object_id, "reason": words})
        return
    if thing is None or moderated.hide is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    decision = Decision.objects.create(
        kind=held.kind, object_id=held.object_id, author_id=moderated.author_id(thing), moderator=by,
        verdict=Verdict.RESTORE, rule=held.ground_words.get("slug", "other"), reason=words,
    )  # fmt: skip
    moderated.hide(thing, False)
    publish(Decided(decision.pk))
