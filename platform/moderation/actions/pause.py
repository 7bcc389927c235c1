"""A moderator stops somebody from writing, for a while, and with one act takes away all they wrote. Both
can be undone, by one act again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.facts import AccessLost
from accounts.models import User
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.actions.levels import read_reason
from moderation.actions.state import state
from moderation.audit import record
from moderation.facts import PersonActed, StatementUndone
from moderation.grounds import ground_named
from moderation.models import Act, Decision, Ground, Report, Statement, Verdict
from moderation.registry import Moderated, kinds

DAYS = (1, 3, 7, 30)
"""The lengths of a pause, in the order in which they are used."""
FOR_GOOD = 36_500
MOST = 300
"""Things that one act hides: more would hold the database for too long. The next act takes the next."""


def pause(
    *, by: User, person: User, days: int, reason: str, rule: str = "other", states: bool = True
) -> Act:
    """The person reads and does not write for so many days. `states`: False where a decision states it.
    Raises Refused or Invalid (days, reason, rule)."""
    words = _checked(by, person, reason)
    ground = ground_named(rule)
    if days not in (*DAYS, FOR_GOOD):
        raise Invalid({"days": [_("Choose one from the list.")]})
    with transaction.atomic():
        held = _held(person)
        act = _paused(by, held, Act.Kind.PAUSED, _until(days), words)
        if states:
            verdict = Verdict.BAN if days == FOR_GOOD else Verdict.SUSPEND
            _stated(by, act, verdict, ground)
        _told(act)
        return act


def resume(*, by: User, person: User, reason: str) -> Act:
    """They may write again. What was hidden stays hidden. Raises Refused, Invalid or Conflict."""
    words = _checked(by, person, reason)
    with transaction.atomic():
        held = _held(person)
        if held.suspended_until is None or held.suspended_until <= timezone.now():
            raise Conflict(_("This account is not paused."))
        act = _paused(by, held, Act.Kind.RESUMED, None, words)
        record(
            "resume", by=by, kind="person", object_id=person.pk, person_id=person.pk, words=words
        )
        _end_statements(held, by, (Verdict.SUSPEND, Verdict.BAN))
        _told(act)
        return act


def sweep(
    *, by: User, person: User, reason: str, rule: str = Report.Reason.SPAM
) -> tuple[Act, int]:
    """Pauses the account for good and hides what this person wrote: the act, and how many things are left
    for another one. Reports of these things are answered. Raises Refused or Invalid."""
    words = _checked(by, person, reason)
    ground = ground_named(rule)
    with transaction.atomic():
        held = _held(person)
        act = _paused(by, held, Act.Kind.SWEPT, _until(FOR_GOOD), words)
        _stated(by, act, Verdict.SWEEP, ground)
        written = _written_by(held)
        for moderated, pk in written[:MOST]:
            _hide(act, moderated, pk, ground.slug)
        _told(act)
    return act, max(0, len(written) - MOST)


def unsweep(*, by: User, act: Act, reason: str) -> Act:
    """Shows again exactly what that act hid, and ends the pause. Raises Refused, Invalid or Conflict."""
    words = _checked(by, act.person, reason)
    with transaction.atomic():
        held = _held(act.person)
        if act.kind != Act.Kind.SWEPT or Act.objects.filter(undoes=act).exists():
            raise Conflict(_("This has been undone already."))
        made = _paused(by, held, Act.Kind.UNSWEPT, None, words, undoes=act)
        record("unsweep", by=by, kind="person", object_id=held.pk, person_id=held.pk, words=words)
        for decision in act.decisions.order_by("pk"):
            _show_again(made, decision)
        _end_statements(held, by, (Verdict.SWEEP, Verdict.SUSPEND, Verdict.BAN))
        _told(made)
    return made


def _written_by(person: User) -> Sequence[tuple[Moderated, int]]:
    return [
        (moderated, pk)
        for moderated in kinds.values()
        for pk in moderated.standing_of(person.pk, MOST + 1)
    ]


def _hide(act: Act, moderated: Moderated, pk: int, rule: str) -> None:
    """Within the act's transaction. A topic that is hidden takes its posts along, which stay as they are."""
    if act.by is None:
        return
    thing = moderated.judged(act.by, pk)
    if thing is None or moderated.hide is None:
        return
    decision = Decision.objects.create(
        kind=moderated.kind, object_id=pk, author=act.person, moderator=act.by,
        verdict=Decision.Verdict.HIDE, rule=rule, reason=act.reason, sweep=act,
    )  # fmt: skip
    moderated.hide(thing, True)
    Report.objects.filter(kind=moderated.kind, object_id=pk, decision=None).update(
        decision=decision
    )


def _show_again(act: Act, hidden: Decision) -> None:
    """Unless another decision was made about it since."""
    about = Decision.objects.filter(kind=hidden.kind, object_id=hidden.object_id)
    last = about.order_by("-pk").first()
    moderated = kinds.get(hidden.kind)
    if moderated is None or act.by is None or last is None or last.pk != hidden.pk:
        return
    thing = moderated.judged(act.by, hidden.object_id)
    if thing is None or moderated.hide is None:
        return
    Decision.objects.create(
        kind=hidden.kind, object_id=hidden.object_id, author=act.person, moderator=act.by,
        verdict=Decision.Verdict.RESTORE, rule=hidden.rule, reason=act.reason, sweep=act,
    )  # fmt: skip
    moderated.hide(thing, False)


def _checked(by: User, person: User, reason: object) -> str:
    moderator_of(by)
    if person.pk == by.pk:
        raise Refused(_("Somebody else must decide about you."))
    if person.is_moderator and not by.is_staff:
        raise Refused(_("Only an administrator decides about a moderator."))
    return read_reason(reason)


def _until(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def _held(person: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _paused(
    by: User,
    person: User,
    kind: str,
    until: datetime | None,
    reason: str,
    undoes: Act | None = None,
) -> Act:
    person.suspended_until = until
    person.save(update_fields=["suspended_until"])
    act = Act.objects.create(
        person=person, kind=kind, by=by, until=until, reason=reason, undoes=undoes
    )
    return act


def _told(act: Act) -> None:
    """Once the log and the statement are written."""
    publish(AccessLost(act.person_id))
    publish(PersonActed(act.pk))


def _stated(by: User, act: Act, verdict: Verdict, ground: Ground) -> None:
    state(
        by=by, person_id=act.person_id, verdict=verdict, kind="person", object_id=act.person_id,
        title=act.person.name, url=f"/people/{act.person.handle}/", reason=act.reason, ground=ground,
        until=act.until if verdict == Verdict.SUSPEND else None, act=act,
    )  # fmt: skip


def _end_statements(person: User, by: User, verdicts: Sequence[str]) -> None:
    """They may write again: what said that they may not holds no more."""
    held = Statement.objects.filter(person=person, verdict__in=verdicts, undone_at=None)
    pks = list(held.values_list("pk", flat=True))
    held.update(undone_at=timezone.now(), undone_by=by)
    for pk in pks:
        publish(StatementUndone(pk, ""))
