"""Who may add a poll, vote in it, and close it."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, asked, check_writer, is_moderator
from directory.voices import holds
from forums.models import Topic
from forums.policies import check_change_topic, sees_topic
from forums.polls.models import Poll
from kernel.refusals import Refused


def sees_poll(viewer: Viewer, poll: Poll) -> bool:
    """Wants the topic and its forum loaded."""
    return sees_topic(viewer, poll.topic) and (not poll.hidden or is_moderator(viewer))


def check_add_poll(viewer: Viewer, topic: Topic) -> User:
    """Who started the topic, and moderators; one poll at a time."""
    person = check_change_topic(viewer, topic)
    if Poll.objects.filter(topic=topic.pk, closed_at=None, hidden=False).exists():
        raise Refused(_("There is a poll here already. Close it before you add another."))
    return person


def _looks_after(person: User, poll: Poll) -> bool:
    return is_moderator(person) or holds(person, poll.author_id, poll.organisation_id)


def check_change_poll(viewer: Viewer, poll: Poll) -> User:
    """Once somebody has voted, the words they voted for stay as they are."""
    person = check_look_after(viewer, poll)
    if poll.closed_at is not None:
        raise Refused(_("This poll has ended."))
    if poll.voters:
        raise Refused(
            _(
                "Somebody has voted already, so the question and the answers stay as they are: a vote for "
                "one thing must not become a vote for another. You can close the poll and add a new one."
            )
        )
    return person


def check_look_after(viewer: Viewer, poll: Poll) -> User:
    person = check_writer(viewer)
    if not sees_poll(person, poll) or not _looks_after(person, poll):
        raise Refused(_("Only who added the poll and moderators can do this."))
    return person


def check_vote(viewer: Viewer, poll: Poll) -> User:
    """Everybody who may read the topic, each as the person they are."""
    person = check_writer(viewer)
    if not sees_poll(person, poll) or poll.hidden:
        raise Refused(_("You cannot vote here."))
    if poll.over():
        raise Refused(_("This poll has ended."))
    if poll.topic.closed:
        raise Refused(_("This conversation is closed, so nobody can vote at the moment."))
    return person


may_add_poll = asked(check_add_poll)
may_change_poll = asked(check_change_poll)
may_look_after = asked(check_look_after)
may_vote = asked(check_vote)


def sees_results(viewer: Viewer, poll: Poll, *, voted: bool) -> bool:
    """Whether the figures may be shown to the viewer."""
    if poll.closed_at is not None or poll.results == Poll.Results.ALWAYS:
        return True
    return poll.results == Poll.Results.VOTED and voted
