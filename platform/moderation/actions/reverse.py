"""A restriction is taken back: what was is there again, and whom it restricted reads why."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.marks import mark_of
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
from moderation.registry import Moderated, kinds, reversals

LEAVE = "leave"


def reverse(*, by: User, statement: Statement, reason: str, words: str = "") -> Statement:
    """Undoes what the statement tells of: the post, its index and its figures are as they were. Raises
    Refused, Invalid (reason), or Conflict where it is undone already or can be undone no more.
    `words`, where what a moderator had changed has been changed again since: LEAVE leaves the newest, its mark
    brings the earlier ones back in their place; without either it is a Conflict."""
    check_writer(moderator_of(by))
    told = read_reason(reason)
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
            unsweep(by=by, act=act, reason=told)
            held.refresh_from_db()
        else:
            _marked(by, held, told)
            _undo(by, held, told, words)
        publish(StatementUndone(held.pk, told))
    return held


def _marked(by: User, held: Statement, words: str) -> None:
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    record(
        "undo", by=by, kind=held.kind, object_id=held.object_id, person_id=held.person_id,
        figures={"statement": held.pk, "verdict": held.verdict}, words=words,
    )  # fmt: skip


def _undo(by: User, held: Statement, told: str, words: str) -> None:
    if held.verdict in (Verdict.SUSPEND, Verdict.BAN):
        _end_pause(by, held, told)
    elif held.kind in reversals:
        reversals[held.kind](by, held, told)
    elif held.verdict != Verdict.WARN:
        _bring_back(by, held, told, words)


def _end_pause(by: User, held: Statement, words: str) -> None:
    act = Act.objects.filter(pk=held.act_id or held.undo.get("act", 0)).first()
    if act is not None and held.person is not None:
        take_back_pause(by=by, act=act, reason=words)


def _bring_back(by: User, held: Statement, told: str, words: str) -> None:
    moderated = kinds.get(held.kind)
    thing = moderated.judged(by, held.object_id) if moderated else None
    if moderated is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    measure = moderated.measures.get(held.verdict)
    if measure is not None:
        if _keeps_newer(held, moderated, thing, words):
            return
        if measure.undo is not None:
            measure.undo(by, thing, {**held.undo, "id": held.object_id, "reason": told})
        return
    if thing is None or moderated.hide is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    decision = Decision.objects.create(
        kind=held.kind, object_id=held.object_id, author_id=moderated.author_id(thing), moderator=by,
        verdict=Verdict.RESTORE, rule=held.ground_words.get("slug", "other"), reason=told,
    )  # fmt: skip
    moderated.hide(thing, False)
    publish(Decided(decision.pk))


def newer_words(held: Statement, moderated: Moderated | None, thing: Any | None) -> str:
    """What stands there now, where it has been changed again since; else ""."""
    mark = held.undo.get("mark")
    now = moderated.text(thing) if moderated is not None and thing is not None else ""
    return now if mark and now and mark_of(now) != mark else ""


def _keeps_newer(held: Statement, moderated: Moderated, thing: Any | None, words: str) -> bool:
    now = newer_words(held, moderated, thing)
    if not now or words == LEAVE:
        return bool(now)
    if words != mark_of(now):
        raise Conflict(_("It has been changed again since. Compare both, and choose what stays."))
    return False
