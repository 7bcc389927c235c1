"""What several people whom we trust have reported is hidden until a moderator has looked. What a report weighs
follows from who reports, and from what became of their reports before."""

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.levels import Level
from accounts.models import User
from curation.models import HiddenForNow
from kernel.facts import receives
from kernel.naming import contact_email
from moderation.facts import Decided, Reported
from moderation.levels import holds
from moderation.models import Decision, Report
from moderation.registry import Moderated, kinds
from notifications.actions.tell import tell
from place.reading import said

WEIGHT = {Level.NEWCOMER: 1.0, Level.MEMBER: 2.0, Level.REGULAR: 3.0, Level.CURATOR: 4.0}
NEWCOMERS = 2.0
"""All who are new weigh no more together: anybody can make ten accounts."""
PRIOR = 2
"""So many reports with reason each is believed to have made before: the first that was without one does not
count for much."""
NEVER = frozenset({"organisation", "card", "note_collection"})
"""The page of a house, and what stands on it, is not taken away by a few presses: a moderator looks at it as it is."""


@receives(Reported)
def reported(fact: Reported) -> None:
    """Within the report's transaction: it stands or falls with what follows from it."""
    report = Report.objects.get(pk=fact.report_id)
    moderated, bound = kinds.get(report.kind), float(said("flags_hide"))
    if moderated is None or moderated.hide is None or report.kind in NEVER:
        return
    if not bound or not holds():
        return
    weight = weight_of(report.kind, report.object_id)
    if weight >= bound and report.reporter is not None:
        _hide(moderated, report, report.reporter, weight)


def weight_of(kind: str, object_id: int) -> float:
    """What the open reports of a thing weigh together."""
    people = User.objects.filter(
        is_active=True, reports__kind=kind, reports__object_id=object_id, reports__decision=None
    ).distinct()
    judged = _judged([person.pk for person in people])
    new = others = 0.0
    for person in people:
        with_reason, all_judged = judged.get(person.pk, (0, 0))
        weight = WEIGHT[person.standing] * (with_reason + PRIOR) / (all_judged + PRIOR)
        if person.standing == Level.NEWCOMER:
            new += weight
        else:
            others += weight
    return min(new, NEWCOMERS) + others


def _judged(people: list[int]) -> dict[int, tuple[int, int]]:
    """Of each person: reports that a moderator found right, and all that one has looked at."""
    done = Report.objects.filter(reporter__in=people, decision__isnull=False)
    verdicts = done.values_list("reporter", "decision__verdict")
    right = Counter(who for who, verdict in verdicts if verdict == Decision.Verdict.HIDE)
    every = Counter(who for who, _ignored in verdicts)
    return {who: (right[who], every[who]) for who in every if who is not None}


def _hide(moderated: Moderated, report: Report, reporter: User, weight: float) -> None:
    thing = moderated.get(reporter, report.object_id)
    author_id = moderated.author_id(thing) if thing is not None else None
    author = User.objects.filter(pk=author_id or 0).first()
    if thing is None or author is None or author.is_curator or moderated.hide is None:
        return
    with transaction.atomic():
        _row, made = HiddenForNow.objects.get_or_create(
            kind=report.kind, object_id=report.object_id, defaults={"weight": weight}
        )
        if not made:
            return  # it is hidden, or a moderator has looked at it before
        with override(author.language):
            title = moderated.title(thing)
            words = _(
                "This happened by itself, because several people reported it. A moderator will look at it and"
                " decide; until then only you and the moderators see it. If you think that it is wrong, write"
                " to %(contact)s: a person reads it."
            ) % {"contact": contact_email()}
        moderated.hide(thing, True)
        tell(
            {author.pk}, kind="hidden_for_now", actor_id=None, subject=title, detail=words,
            url=f"/about/rules/#{report.reason}", target=("", 0),
        )  # fmt: skip


@receives(Decided)
def decided(fact: Decided) -> None:
    """A moderator has looked: what they leave is shown again."""
    decision = Decision.objects.select_related("moderator").get(pk=fact.decision_id)
    row = HiddenForNow.objects.filter(
        kind=decision.kind, object_id=decision.object_id, judged_at=None
    ).first()
    if row is None:
        return
    row.judged_at = timezone.now()
    row.save(update_fields=["judged_at"])
    moderated = kinds.get(decision.kind)
    if decision.verdict != Decision.Verdict.KEEP or moderated is None or decision.moderator is None:
        return
    thing = moderated.judged(decision.moderator, decision.object_id)
    if thing is None or moderated.hide is None:
        return
    moderated.hide(thing, False)
    if decision.author_id:
        tell(
            {decision.author_id}, kind="restored", actor_id=None, subject=moderated.title(thing),
            detail=decision.reason, url=moderated.url(thing), target=("", 0),
        )  # fmt: skip
