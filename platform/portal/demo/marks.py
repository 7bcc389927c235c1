"""What people say of each other's posts: reactions, polls, thanks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.viewer import Audience
from forums.actions.react import figures_of
from forums.actions.vote import recount_poll
from forums.models import Post, Topic, TopicEvent
from forums.polls.models import Ballot, Choice, Poll, Vote
from forums.reactions.kinds import offered
from forums.reactions.models import Reaction
from forums.thanks.models import Thanks
from portal.demo.conversations import Spoken
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows

EACH = 3
"""Of so many posts one has reactions."""
MOST = 5
BEGAN = timedelta(hours=2)


def mark(spoken: Sequence[Spoken], people: People, clock: Clock) -> None:
    """Adds them to topics that have just been loaded."""
    by_title = {one.topic.title: one for one in spoken}
    everybody = sorted(people.values(), key=lambda person: person.pk)
    for one in spoken:
        if one.topic.forum.audience != Audience.MODERATORS:
            _react(one, everybody)
    for row in rows("polls", "marks"):
        if row["topic"] in by_title:
            _poll(by_title[row["topic"]], row, people, clock)
    if spoken:
        for row in rows("thanks", "marks"):
            _thank(by_title, row, people, clock)


def _react(one: Spoken, everybody: Sequence[User]) -> None:
    """Always the same people of the same post."""
    question = one.topic.kind == Topic.Kind.QUESTION
    for post in one.posts:
        if post.gone or post.pk % EACH:
            continue
        kinds = offered(question=question, number=post.number)
        rows = []
        for step in range(1 + post.pk % MOST):
            person = everybody[(post.pk * 5 + step * 7) % len(everybody)]
            kind = kinds[(post.pk + step // 2) % len(kinds)]
            if person.pk != post.author_id:
                rows.append(
                    Reaction(post=post, person=person, kind=kind.name, created_at=post.created_at)
                )
        Reaction.objects.bulk_create(rows, ignore_conflicts=True)
        Post.objects.filter(pk=post.pk).update(reactions=figures_of(post.pk))


def _poll(one: Spoken, row: Row, people: People, clock: Clock) -> None:
    topic, began = one.topic, min(one.topic.created_at + BEGAN, clock.now)
    end = timezone.make_aware(
        datetime.combine(clock.today + timedelta(days=row["days_left"] + 1), time())
    )
    ended = max(end, began) if end <= clock.now else None
    poll = Poll.objects.create(
        topic=topic, question=row["question"], author_id=topic.author_id,
        organisation_id=topic.organisation_id, most=row["most"], secret=row["secret"],
        results=row["results"], created_at=began, ends_at=end, closed_at=ended,
    )  # fmt: skip
    choices = Choice.objects.bulk_create(
        Choice(poll=poll, position=at, text=text) for at, text in enumerate(row["choices"], start=1)
    )
    for handle, chosen in row["votes"].items():
        ballot = Ballot.objects.create(poll=poll, person=people[handle], created_at=began)
        Vote.objects.bulk_create(Vote(ballot=ballot, choice=choices[at - 1]) for at in chosen)
    recount_poll(poll)
    moments = [(TopicEvent.Kind.POLL_STARTED, began)]
    moments += [(TopicEvent.Kind.POLL_ENDED, ended)] if ended else []
    TopicEvent.objects.bulk_create(
        TopicEvent(
            topic=topic, kind=kind, at=at,
            after=max(post.number for post in one.posts if post.number == 1 or post.created_at <= at),
            by_id=topic.author_id if kind == TopicEvent.Kind.POLL_STARTED else None,
            organisation_id=topic.organisation_id if kind == TopicEvent.Kind.POLL_STARTED else None,
        )
        for kind, at in moments
    )  # fmt: skip


def _thank(by_title: dict[str, Spoken], row: Row, people: People, clock: Clock) -> None:
    """For a post of a topic that was loaded now, or to a person."""
    post = None
    if "topic" in row:
        if row["topic"] not in by_title:
            return
        post = by_title[row["topic"]].posts[row["number"] - 1]
    whom = (
        {"organisation_id": post.organisation_id}
        if post is not None and post.organisation_id
        else {"person_id": post.author_id if post is not None else people[row["person"]].pk}
    )
    Thanks.objects.get_or_create(
        giver=people[row["giver"]], post=post, for_post=post is not None, **whom,
        defaults={
            "words": row["words"],
            "created_at": post.created_at + BEGAN if post else clock.now - timedelta(days=5),
        },
    )  # fmt: skip
