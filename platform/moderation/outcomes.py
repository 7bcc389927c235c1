"""What became of a report, as it stands now: a decision may have been undone since, or another one made."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.viewer import is_moderator
from moderation.models import Decision, Report, Statement, Verdict
from moderation.offers import is_hidden
from moderation.registry import kinds

TAKEN, RESTORED, GONE, LEFT = "taken", "restored", "gone", "left"
FOLLOWED = (Verdict.HIDE, Verdict.REMOVE)
"""The verdicts by which what was reported is gone: who reported it has nothing to appeal against."""


@dataclass(frozen=True)
class Outcome:
    """`state`: taken away by us; restored after that; gone without us; or left where it was. Since when, and
    by whose decision."""

    state: str
    at: datetime
    by_id: int | None

    @property
    def taken(self) -> bool:
        return self.state == TAKEN


def outcome_of(report: Report) -> Outcome | None:
    """None: it waits for a moderator."""
    decision = report.decision
    if decision is None:
        return None
    made = (decision.created_at, decision.moderator_id)
    if is_away(report.kind, report.object_id):
        return Outcome(TAKEN, *made)
    if decision.verdict in FOLLOWED:
        undone = statements_of(decision).exclude(undone_at=None).first()
        if undone is not None and undone.undone_at is not None:
            return Outcome(RESTORED, undone.undone_at, undone.undone_by_id)
        return Outcome(RESTORED, *made)
    return Outcome(
        GONE if is_gone(report.kind, report.object_id, decision.moderator) else LEFT, *made
    )


def is_away(kind: str, object_id: int) -> bool:
    """Whether a moderator has taken it from everybody's sight, and nobody has undone it."""
    removed = Statement.objects.filter(
        kind=kind, object_id=object_id, verdict=Verdict.REMOVE, undone_at=None
    )
    return is_hidden(kind, object_id) or removed.exists()


def is_gone(kind: str, object_id: int, moderator: User | None) -> bool:
    """Whether its author has taken it away, or it is not to be found any more."""
    moderated = kinds.get(kind)
    if moderated is None or moderator is None or not is_moderator(moderator):
        return False
    thing = moderated.judged(moderator, object_id)
    return thing is None or moderated.gone(thing)


def statements_of(decision: Decision) -> QuerySet[Statement]:
    """Its own, or that of the act which hid everything at once."""
    found = Q(decision=decision.pk)
    if decision.sweep_id is not None:
        found |= Q(act=decision.sweep_id)
    return Statement.objects.filter(found)


def answered_by(statement: Statement) -> QuerySet[Report]:
    """The reports that were followed by what the statement tells of."""
    found = Q(pk__in=[])
    if statement.decision_id is not None:
        found |= Q(decision=statement.decision_id)
    if statement.act_id is not None:
        found |= Q(decision__sweep=statement.act_id)
    return Report.objects.filter(found, decision__verdict__in=FOLLOWED)
