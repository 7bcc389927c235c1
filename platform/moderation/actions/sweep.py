"""A moderator takes away with one act all that somebody wrote, and stops them for good; and undoes it by one act
again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kernel.refusals import Conflict
from moderation.actions.pause import (
    FOR_GOOD,
    checked,
    end_of_others,
    end_statements,
    freed,
    held,
    stated,
    stopped,
    told,
)
from moderation.audit import record
from moderation.grounds import ground_named
from moderation.models import Act, Decision, Report, Statement, Verdict
from moderation.own_case import check_in_charge, is_own_case
from moderation.registry import Moderated, kinds

MOST = 300
"""Things that one act hides: more would hold the database for too long. The next act takes the next."""


@dataclass
class Swept:
    """`later`: how many things are left for another act; `alone`: about how many somebody else must decide."""

    act: Act
    hidden: int = 0
    later: int = 0
    alone: int = 0


def sweep(*, by: User, person: User, reason: str, rule: str = Report.Reason.SPAM) -> Swept:
    """Pauses the account for good and hides what this person wrote, but for what the moderator could not
    hide singly: what others look after, and their own cases. Reports of what is hidden are answered. Raises
    Refused or Invalid."""
    words = checked(by, person, reason)
    ground = ground_named(rule)
    with transaction.atomic():
        row = held(person)
        act = stopped(by, row, Act.Kind.SWEPT, FOR_GOOD, words)
        stated(by, act, Verdict.SWEEP, ground)
        done = Swept(act)
        for moderated, pk in _written_by(row):
            _hide(by, done, moderated, pk, ground.slug)
        told(act)
    return done


def unsweep(*, by: User, act: Act, reason: str) -> Act:
    """Shows again exactly what that act hid, and ends its pause: another one holds on. Raises Refused, also
    where others look after a part of it, Invalid or Conflict."""
    words = checked(by, act.person, reason)
    with transaction.atomic():
        row = held(act.person)
        if act.kind != Act.Kind.SWEPT or Act.objects.filter(undoes=act).exists():
            raise Conflict(_("This has been undone already."))
        hidden = list(act.decisions.order_by("pk"))
        for decision in hidden:
            check_in_charge(by, decision.kind, decision.object_id)
        end_statements(by, Statement.objects.filter(act=act))
        made = freed(by, row, Act.Kind.UNSWEPT, end_of_others(row), words, undoes=act)
        record("unsweep", by=by, kind="person", object_id=row.pk, person_id=row.pk, words=words)
        for decision in hidden:
            _show_again(made, decision)
        told(made)
    return made


def _written_by(person: User) -> Sequence[tuple[Moderated, int]]:
    return [
        (moderated, pk)
        for moderated in kinds.values()
        for pk in moderated.standing_of(person.pk, MOST + 1)
    ]


def _hide(by: User, done: Swept, moderated: Moderated, pk: int, rule: str) -> None:
    """Within the act's transaction. A topic that is hidden takes its posts along, which stay as they are."""
    if done.hidden >= MOST:
        done.later += 1
        return
    thing = moderated.judged(by, pk)
    if thing is None or moderated.hide is None:
        return
    if is_own_case(by, moderated, pk, thing):
        done.alone += 1
        return
    act = done.act
    decision = Decision.objects.create(
        kind=moderated.kind, object_id=pk, author=act.person, moderator=by,
        verdict=Decision.Verdict.HIDE, rule=rule, reason=act.reason, sweep=act,
    )  # fmt: skip
    moderated.hide(thing, True)
    Report.objects.filter(kind=moderated.kind, object_id=pk, decision=None).update(
        decision=decision
    )
    done.hidden += 1


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
