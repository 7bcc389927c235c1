"""A moderator stops somebody from writing, for a while or for good. Of several penalties the later end holds;
one that is taken back leaves the others, and who may write again may so for whatever reason they could not."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.facts import AccessLost
from accounts.last_administrator import check_not_the_last
from accounts.models import User
from kernel.facts import publish
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.actions.levels import read_reason
from moderation.actions.state import state
from moderation.audit import record
from moderation.facts import PersonActed, StatementUndone
from moderation.grounds import ground_named
from moderation.models import Act, Ground, Statement, Verdict

DAYS = (1, 3, 7, 30)
"""The lengths of a pause, in the order in which they are used."""
FOR_GOOD = 36_500
STOPS = (Verdict.SUSPEND, Verdict.BAN, Verdict.SWEEP)
"""The verdicts by which somebody may not write."""


def pause(
    *, by: User, person: User, days: int, reason: str, rule: str = "other", states: bool = True
) -> Act:
    """The person reads and does not write for so many days; what holds for longer goes on holding.
    `states`: False where a decision states it. Raises Refused or Invalid (days, reason, rule)."""
    words = checked(by, person, reason)
    ground = ground_named(rule)
    if days not in (*DAYS, FOR_GOOD):
        raise Invalid({"days": [_("Choose one from the list.")]})
    with transaction.atomic():
        row = held(person)
        act = stopped(by, row, Act.Kind.PAUSED, days, words)
        if states:
            verdict = Verdict.BAN if days == FOR_GOOD else Verdict.SUSPEND
            stated(by, act, verdict, ground)
        told(act)
        return act


def resume(*, by: User, person: User, reason: str) -> Act:
    """They may write again: all that stopped them ends. What was hidden stays hidden. Raises Refused, Invalid
    or Conflict."""
    words = checked(by, person, reason)
    with transaction.atomic():
        row = held(person)
        if not row.suspended:
            raise Conflict(_("This account is not paused."))
        act = _resumed(by, row, words)
        end_statements(by, row.statements.filter(verdict__in=(Verdict.SUSPEND, Verdict.BAN)))
        told(act)
        return act


def take_back_pause(*, by: User, act: Act, reason: str) -> None:
    """One penalty is undone, whose statement is marked so already: nothing changes where another one holds
    for as long, or it is over. Raises Refused or Invalid."""
    words = checked(by, act.person, reason)
    with transaction.atomic():
        row = held(act.person)
        if not row.suspended or row.suspended_until != act.until:
            return
        until = end_of_others(row)
        told(freed(by, row, Act.Kind.PAUSED, until, words) if until else _resumed(by, row, words))


def end_of_others(person: User) -> datetime | None:
    """Until when they may not write, by the statements that hold. Whoever let them write again ended all
    that came before, also where a statement holds for something else that was hidden."""
    resumed = Act.objects.filter(person=person, kind=Act.Kind.RESUMED).aggregate(last=Max("pk"))
    holding = person.statements.filter(verdict__in=STOPS, undone_at=None)
    acts = {act or undo.get("act", 0) for act, undo in holding.values_list("act", "undo")}
    rows = Act.objects.filter(pk__in=acts, pk__gt=resumed["last"] or 0, until__gt=timezone.now())
    found: datetime | None = rows.aggregate(end=Max("until"))["end"]
    return found


def _resumed(by: User, person: User, words: str) -> Act:
    act = freed(by, person, Act.Kind.RESUMED, None, words)
    record("resume", by=by, kind="person", object_id=person.pk, person_id=person.pk, words=words)
    return act


def checked(by: User, person: User, reason: object) -> str:
    moderator_of(by)
    if person.pk == by.pk:
        raise Refused(_("Somebody else must decide about you."))
    if person.moderates and not by.is_staff:
        raise Refused(_("Only an administrator decides about a moderator."))
    return read_reason(reason)


def held(person: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def stopped(by: User, person: User, kind: str, days: int, reason: str) -> Act:
    """A penalty of its own length. It shortens none that holds already."""
    check_not_the_last(person)
    until = timezone.now() + timedelta(days=days)
    person.suspended_until = max(until, person.suspended_until or until)
    person.save(update_fields=["suspended_until"])
    return Act.objects.create(person=person, kind=kind, by=by, until=until, reason=reason)


def freed(
    by: User,
    person: User,
    kind: str,
    until: datetime | None,
    reason: str,
    undoes: Act | None = None,
) -> Act:
    """`until`: the end of what holds still; None where they may write again."""
    person.suspended_until = until
    person.save(update_fields=["suspended_until"])
    return Act.objects.create(
        person=person, kind=kind, by=by, until=until, reason=reason, undoes=undoes
    )


def told(act: Act) -> None:
    """Once the log and the statement are written."""
    publish(AccessLost(act.person_id))
    publish(PersonActed(act.pk))


def stated(by: User, act: Act, verdict: Verdict, ground: Ground) -> None:
    state(
        by=by, person_id=act.person_id, verdict=verdict, kind="person", object_id=act.person_id,
        title=act.person.name, url=f"/people/{act.person.handle}/", reason=act.reason, ground=ground,
        until=act.until if verdict == Verdict.SUSPEND else None, act=act,
    )  # fmt: skip


def end_statements(by: User, statements: QuerySet[Statement]) -> None:
    """What they said holds no more."""
    rows = statements.filter(undone_at=None)
    pks = list(rows.values_list("pk", flat=True))
    rows.update(undone_at=timezone.now(), undone_by=by)
    for pk in pks:
        publish(StatementUndone(pk, ""))
