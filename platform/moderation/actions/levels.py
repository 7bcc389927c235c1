"""A person's level rises with what they do, falls with a decision, or is set by a moderator. Each change is
an Act, so that everybody who must can read how it came about."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.levels import Level
from accounts.models import User
from kernel.facts import publish
from kernel.gate import BadText, required_text
from kernel.refusals import Conflict, Invalid, Refused
from moderation.access import moderator_of
from moderation.audit import record
from moderation.facts import LevelChanged
from moderation.levels import CLEAN_DAYS, Figures, earned
from moderation.models import Act, Decision, Report, Verdict

REASON_LIMIT = 2_000
BELITTLES_NOBODY = (Report.Reason.OFF_TOPIC,)
"""Something in the wrong place was hidden: that says nothing about the person."""
TAKEN_DOWN = (Verdict.HIDE, Verdict.REMOVE)
"""Other verdicts say what follows from them themselves."""


def settle_level(*, person_id: int, figures: Figures) -> None:
    """Raises the level to what the figures earn. Called as often as one likes; it never lowers."""
    _raise(person_id, earned(figures), why=Act.Why.EARNED)


def vouch(*, person_id: int) -> None:
    """The person looks after an organisation's page, or was brought in by somebody who is known: they are
    no newcomer. Who was sanctioned lately stays where they are."""
    since = timezone.now() - timedelta(days=CLEAN_DAYS)
    lately = Act.objects.filter(person=person_id, why=Act.Why.SANCTION, undone_by=None)
    if not lately.filter(at__gt=since).exists():
        _raise(person_id, Level.MEMBER, why=Act.Why.EDITOR)


def _raise(person_id: int, level: Level, *, why: str) -> None:
    # Nearly always there is nothing to do: asked without a lock first.
    if not User.objects.filter(pk=person_id, level__lt=level, level_pinned=False).exists():
        return
    with transaction.atomic():
        person = _held(person_id)
        if person.level < level and not person.level_pinned:
            _set(person, level, why=why)


def follow_decision(*, decision_id: int) -> None:
    """Something of a person was hidden: one level less, once for each decision. Shown again, the level is
    what it was. A level set by hand stays."""
    decision = Decision.objects.get(pk=decision_id)
    hides, shows = decision.verdict in TAKEN_DOWN, decision.verdict == Verdict.RESTORE
    if decision.author_id is None or not (hides or shows):
        return
    with transaction.atomic():
        person = _held(decision.author_id)
        if hides:
            _lower(person, decision)
        else:
            _give_back(person, decision)


def _lower(person: User, decision: Decision) -> None:
    told = Act.objects.filter(decision=decision, why=Act.Why.SANCTION).exists()
    if told or decision.rule in BELITTLES_NOBODY or person.level_pinned:
        return
    if person.level > Level.NEWCOMER:
        _set(person, Level(person.level - 1), why=Act.Why.SANCTION, decision=decision)


def _give_back(person: User, decision: Decision) -> None:
    hidden = Decision.objects.filter(
        kind=decision.kind, object_id=decision.object_id, verdict__in=TAKEN_DOWN,
        pk__lt=decision.pk,
    ).order_by("-pk").first()  # fmt: skip
    lowered = Act.objects.filter(
        decision=hidden, why=Act.Why.SANCTION, person=person, undone_by=None
    ).first() if hidden else None  # fmt: skip
    if lowered is None or person.level_pinned or lowered.before is None:
        return
    level = Level(max(person.level, lowered.before))
    _set(person, level, why=Act.Why.RESTORED, decision=decision, undoes=lowered)


def set_level(*, by: User, person: User, level: int | None, reason: str) -> Act:
    """A moderator sets the level, which is not counted any more; None: it is counted again from now on.

    Raises Refused, Invalid (level, reason), or Http404 for who is no moderator."""
    moderator_of(by)
    if level is not None and level not in Level.values:
        raise Invalid({"level": [_("Choose one from the list.")]})
    words = read_reason(reason)
    with transaction.atomic():
        held = _held(person.pk)
        if held.pk == by.pk:
            raise Refused(_("Somebody else must decide about you."))
        if level is None:
            if not held.level_pinned:
                raise Conflict(_("It is counted already."))
            held.level_pinned = False
            return _set(held, Level(held.level), why=Act.Why.COUNTED, by=by, reason=words)
        held.level_pinned = True
        return _set(held, Level(level), why=Act.Why.HAND, by=by, reason=words)


def read_reason(raw: object) -> str:
    """The reason as it is kept. Raises Invalid (reason)."""
    try:
        return required_text(raw, limit=REASON_LIMIT)
    except BadText as error:
        raise Invalid({"reason": [str(error)]}) from error


def _held(person_id: int) -> User:
    person = User.objects.select_for_update(of=("self",), no_key=True).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def _set(
    person: User,
    level: Level,
    *,
    why: str,
    by: User | None = None,
    reason: str = "",
    decision: Decision | None = None,
    undoes: Act | None = None,
) -> Act:
    before, person.level = person.level, level
    person.save(update_fields=["level", "level_pinned"])
    if by is not None:
        record(
            "level", by=by, kind="person", object_id=person.pk, person_id=person.pk,
            figures={"before": before, "after": int(level), "why": str(why)}, words=reason,
        )  # fmt: skip
    act = Act.objects.create(
        person=person, kind=Act.Kind.LEVEL, why=why, by=by, before=before, after=level,
        reason=reason, decision=decision, undoes=undoes,
    )  # fmt: skip
    publish(LevelChanged(act.pk))
    return act
