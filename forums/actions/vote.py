"""A person votes, votes otherwise, or takes the vote back."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.viewer import check_writer
from forums.actions.add_poll import held_poll
from forums.facts import PollVoted
from forums.models import Topic
from forums.polls.models import Ballot, Choice, Poll, Vote
from forums.polls.policies import check_vote
from kernel.facts import publish
from kernel.refusals import Invalid, Refused


def vote(*, by: User, poll: Poll, choices: Collection[int]) -> Poll:
    """The poll with its figures as they are now. `choices` are ids; the same again changes nothing, others
    take the place of the earlier ones where the poll allows it. Raises Refused or Invalid (choices)."""
    check_writer(by)
    wanted = set(choices)
    with transaction.atomic():
        topic, held = held_poll(poll)
        check_vote(by, held)
        _check(held, wanted)
        ballot, made = Ballot.objects.get_or_create(poll=held, person=by)
        before = set() if made else set(ballot.votes.values_list("choice_id", flat=True))
        if before == wanted:
            return held
        if not made:
            _check_changeable(held)
            ballot.votes.all().delete()
        Vote.objects.bulk_create(Vote(ballot=ballot, choice_id=pk) for pk in sorted(wanted))
        _count(topic, held)
    return held


def take_back(*, by: User, poll: Poll) -> Poll:
    """Without the person's vote; who has none has none. Raises Refused."""
    check_writer(by)
    with transaction.atomic():
        topic, held = held_poll(poll)
        check_vote(by, held)
        ballots = Ballot.objects.filter(poll=held, person=by)
        if ballots.exists():
            _check_changeable(held)
            ballots.delete()
            _count(topic, held)
    return held


def _check(poll: Poll, wanted: set[int]) -> None:
    if not wanted:
        raise Invalid({"choices": [_("Choose an answer first.")]})
    if len(wanted) > poll.most:
        words = ngettext("Choose one answer.", "Choose %(n)d answers at most.", poll.most)
        raise Invalid({"choices": [words % {"n": poll.most}]})
    known = set(Choice.objects.filter(poll=poll).values_list("pk", flat=True))
    if not wanted <= known:
        raise Invalid({"choices": [_("This is no answer of this poll. Load the page again.")]})


def _check_changeable(poll: Poll) -> None:
    if not poll.changeable:
        raise Refused(_("You have voted, and in this poll a vote stays as it is."))


def _count(topic: Topic, poll: Poll) -> None:
    recount_poll(poll)
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    publish(PollVoted(topic_id=topic.pk, poll_id=poll.pk))


def recount_poll(poll: Poll) -> None:
    """Writes the figures of a poll from its ballots."""
    votes = Vote.objects.filter(choice=OuterRef("pk")).order_by().values("choice")
    counted = Subquery(votes.annotate(n=Count("pk")).values("n"))
    Choice.objects.filter(poll=poll).update(votes=Coalesce(counted, 0))
    poll.voters = Ballot.objects.filter(poll=poll).count()
    Poll.objects.filter(pk=poll.pk).update(voters=poll.voters)
