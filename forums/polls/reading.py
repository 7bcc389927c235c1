"""Polls as pages and programs show them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from forums.models import Topic
from forums.paths import poll_path
from forums.policies import archived_words
from forums.polls.models import Ballot, Choice, Poll, Vote
from forums.polls.policies import sees_results

NAMES = 200
"""People named of an answer at most."""


@dataclass(frozen=True)
class Line:
    """An answer. Without figures where the viewer must not know them yet."""

    choice: Choice
    own: bool
    votes: int | None
    percent: int | None
    """Of those who have voted."""
    people: Sequence[User] = ()


@dataclass(frozen=True)
class View:
    """A poll as one kind of viewer sees it."""

    poll: Poll
    lines: Sequence[Line]
    voted: bool
    form: bool
    """Whether answers can be chosen here."""
    visitor: bool
    still: str
    """Why voting stands still; "" where it goes on."""
    results: bool
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def changeable(self) -> bool:
        """Whether the vote that has been cast can still be changed."""
        return self.voted and self.poll.changeable and not self.poll.over() and not self.still


def polls_of(topic_id: int, *, moderator: bool) -> list[Poll]:
    """The polls of a topic in their order, with their answers; hidden ones for moderators alone."""
    polls = Poll.objects.filter(topic=topic_id).order_by("pk")
    polls = polls if moderator else polls.filter(hidden=False)
    return list(polls.prefetch_related(Prefetch("choices", Choice.objects.order_by("position"))))


def open_to_all(topics: Collection[Topic]) -> dict[int, list[Poll]]:
    """The polls of these topics that everybody may see, by the topic's id, with their answers. Whoever asks
    has made sure that the topics may be seen."""
    found: dict[int, list[Poll]] = defaultdict(list)
    polls = Poll.objects.filter(topic__in=topics, hidden=False).order_by("pk")
    for poll in polls.prefetch_related(Prefetch("choices", Choice.objects.order_by("position"))):
        found[poll.topic_id].append(poll)
    return found


def ballots_of(viewer: Viewer, topic_id: int) -> dict[int, set[int]]:
    """How the viewer has voted in the polls of a topic: ids of answers by the poll's."""
    if not isinstance(viewer, User):
        return {}
    rows = Vote.objects.filter(ballot__person=viewer, ballot__poll__topic=topic_id)
    found: dict[int, set[int]] = defaultdict(set)
    for poll, choice in rows.values_list("ballot__poll", "choice"):
        found[poll].add(choice)
    return dict(found)


def ballot_of(viewer: Viewer, poll: Poll) -> set[int]:
    """How the viewer has voted in one poll."""
    if not isinstance(viewer, User):
        return set()
    rows = Vote.objects.filter(ballot__person=viewer, ballot__poll=poll)
    return set(rows.values_list("choice", flat=True))


def view_of(
    viewer: Viewer,
    poll: Poll,
    topic: Topic,
    *,
    own: Collection[int],
    voted: bool,
    again: bool = False,
) -> View:
    """`own`: the answers to mark as the viewer's; `voted`: whether they have any. `again`: show the
    answers for choosing also to who has voted and may do so otherwise."""
    visitor = not isinstance(viewer, User)
    results = sees_results(viewer, poll, voted=voted)
    over = poll.closed_at is not None
    still = "" if over else _still(topic)
    form = not (visitor or over or still or poll.hidden) and (
        not voted or (again and poll.changeable and not poll.over(timezone.now()))
    )
    lines = [_line(poll, choice, choice.pk in own, results) for choice in poll.choices.all()]
    paths = {verb: poll_path(poll.pk, verb) for verb in ("vote", "close", "edit")}
    return View(
        poll, lines, voted, form, visitor, still, results,
        {**paths, "page": poll_path(poll.pk), "login": f"/accounts/login/?next={poll_path(poll.pk)}"},
    )  # fmt: skip


def _still(topic: Topic) -> str:
    """Why nobody votes in this topic at the moment. Wants its forum loaded."""
    if topic.forum.archived_at is not None:
        return archived_words()
    if topic.closed:
        return _("The conversation is closed, so nobody can vote at the moment.")
    return ""


def _line(poll: Poll, choice: Choice, own: bool, results: bool) -> Line:
    if not results:
        return Line(choice, own, None, None)
    percent = round(100 * choice.votes / poll.voters) if poll.voters else 0
    return Line(choice, own, choice.votes, percent)


def pieces_of(
    viewer: Viewer,
    topic: Topic,
    *,
    voted: Collection[int],
    ballots: Mapping[int, set[int]] | None = None,
) -> str:
    """The polls of a topic for its page. Without `ballots` nothing in them is the viewer's alone: whose
    answers are marked says the page's script."""
    pieces = []
    for poll in polls_of(topic.pk, moderator=is_moderator(viewer)):
        own = (ballots or {}).get(poll.pk, set())
        view = view_of(viewer, poll, topic, own=own, voted=poll.pk in voted)
        pieces.append(render_to_string("forums/_poll.html", {"view": view}))
    return "".join(pieces)


def voters_of(viewer: Viewer, poll: Poll, *, voted: bool) -> dict[int, list[User]]:
    """Who voted for what, by the answer's id: of an open poll, for those who see its results. Closed
    accounts are not named."""
    if poll.secret or not sees_results(viewer, poll, voted=voted):
        return {}
    votes = Vote.objects.filter(ballot__poll=poll, ballot__person__is_active=True)
    people: dict[int, list[User]] = defaultdict(list)
    for row in votes.select_related("ballot__person").order_by("pk"):
        if len(people[row.choice_id]) < NAMES and row.ballot.person is not None:
            people[row.choice_id].append(row.ballot.person)
    return people


def voters_to_tell(poll: Poll) -> set[int]:
    """Who has voted, to be told how it ended: whatever for."""
    people = Ballot.objects.filter(poll=poll, person__isnull=False)
    return {pk for pk in people.values_list("person_id", flat=True) if pk is not None}
