"""Trust is counted here: what people do in any room may make them better known (moderation.actions.levels).

Receivers run in the action's transaction, so they ask little: one statement that answers with nobody unless
the person may rise by just this.
"""

from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from accounts.seen import count_day
from curation.deeds import counted, figures
from directory.facts import ClaimDecided, MembershipChanged
from directory.models import Membership
from directory.models.record import Claim
from forums.facts import (
    AnswerAccepted,
    PostHelped,
    ReplyPosted,
    TopicRead,
    TopicsRead,
    TopicStarted,
)
from forums.whole import whole_post
from kernel.facts import receives
from moderation.actions.levels import follow_decision, settle_level, vouch
from moderation.facts import Decided
from moderation.levels import NEEDS
from notes.facts import NotePublished
from notes.models import PracticeNote

DAY = 24 * 3600


def _settle(who: Q, *, below: Level) -> None:
    """Judges those of these people who are still below a level."""
    for person in counted(User.objects.filter(who, level__lt=below, level_pinned=False)):
        settle_level(person_id=person.pk, figures=figures(person))


@receives(TopicStarted, ReplyPosted)
def post_written(fact: TopicStarted | ReplyPosted) -> None:
    """Only a newcomer rises by a post; to rise further one must have helped somebody."""
    author = whole_post(fact.post_id).author
    if author is not None and author.level < Level.MEMBER:
        _settle(Q(pk=author.pk), below=Level.MEMBER)


@receives(NotePublished)
def note_written(fact: NotePublished) -> None:
    author = PracticeNote.objects.filter(pk=fact.note_id).values("author")
    _settle(Q(pk__in=author), below=Level.MEMBER)


@receives(AnswerAccepted, PostHelped)
def somebody_was_helped(fact: AnswerAccepted | PostHelped) -> None:
    _settle(Q(posts=fact.post_id), below=Level.REGULAR)


@receives(TopicRead, TopicsRead)
def somebody_reads(fact: TopicRead | TopicsRead) -> None:
    """A day on which somebody reads or writes counts once. Only with days enough behind them does one more
    day, and what was read since, make somebody better known."""
    today = timezone.localdate()
    if not _first_today(f"seen:{fact.person_id}:{today}"):
        return
    for level, pinned, days in count_day(fact.person_id, today):
        needs = NEEDS.get(Level(level + 1)) if level < Level.CURATOR else None
        if needs is not None and not pinned and days >= needs.days:
            _settle(Q(pk=fact.person_id), below=Level.REGULAR)


@receives(ClaimDecided)
def claim_decided(fact: ClaimDecided) -> None:
    """Who was found to speak for an organisation."""
    claim = Claim.objects.filter(pk=fact.claim_id, status=Claim.Status.ACCEPTED).first()
    if claim is not None:
        vouch(person_id=claim.person_id)


@receives(MembershipChanged)
def brought_in(fact: MembershipChanged) -> None:
    """Whoever is known here vouches for those whom they bring into their organisation; a newcomer who
    adds an organisation vouches for nobody, themselves included."""
    if fact.by_id is None or fact.by_id == fact.person_id:
        return
    by = User.objects.filter(pk=fact.by_id).first()
    here = Membership.objects.filter(
        organisation=fact.organisation_id, person=fact.person_id, left_at=None
    )
    if by is not None and not by.is_newcomer and here.exists():
        vouch(person_id=fact.person_id)


@receives(Decided)
def decided(fact: Decided) -> None:
    follow_decision(decision_id=fact.decision_id)


def _first_today(key: str) -> bool:
    """Spares the statement where this was counted already, and the shared cache where it was counted by this
    process; without a cache the statement decides alone."""
    if not caches["local"].add(key, 1, timeout=DAY):
        return False
    try:
        return bool(caches["default"].add(key, 1, timeout=DAY))
    except Exception:  # the shared cache is away
        return True
