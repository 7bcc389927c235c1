"""Who may add a poll, vote in it, and close it."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, asked, check_writer, is_moderator
from directory.voices import holds
from forums.models import Topic
from forums.policies import check_change_topic, check_goes_on, check_in_use, moderates, sees_topic
from forums.polls.models import Poll
from kernel.refusals import Refused


def sees_poll(viewer: Viewer, poll: Poll) -> bool:
    """Wants the topic and its forum loaded."""
    return sees_topic(viewer, poll.topic) and (not poll.hidden or is_moderator(viewer))


def check_add_poll(viewer: Viewer, topic: Topic) -> User:
    """Who started the topic, and moderators; one poll at a time."""
    person = check_change_topic(viewer, topic)
    check_in_use(topic.forum)
    if Poll.objects.filter(topic=topic.pk, closed_at=None, hidden=False).exists():
        raise Refused(_("There is a poll here already. Close it before you add another."))
    return person


def check_change_poll(viewer: Viewer, poll: Poll) -> User:
    """Whoever added it: moderators do not put their words under another's name. Once somebody has voted,
    the words they voted for stay as they are."""
    person = check_writer(viewer)
    if not sees_poll(person, poll) or not holds(person, poll.author_id, poll.organisation_id):
        raise Refused(_("Only who added the poll can change it."))
    check_in_use(poll.topic.forum)
    check_goes_on(person, poll.topic)
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


def check_end_poll(viewer: Viewer, poll: Poll) -> User:
    """Whoever added it, and who moderates the conversation; also where nobody votes any more, so that the
    results can be read."""
    person = check_writer(viewer)
    added = holds(person, poll.author_id, poll.organisation_id)
    if not sees_poll(person, poll) or not (added or moderates(person, poll.topic)):
        raise Refused(_("Only who added the poll and moderators can do this."))
    return person


def check_vote(viewer: Viewer, poll: Poll) -> User:
    """Everybody who may read the topic, each as the person they are."""
    person = check_writer(viewer)
    if not sees_poll(person, poll) or poll.hidden:
        raise Refused(_("You cannot vote here."))
    if poll.over():
        raise Refused(_("This poll has ended."))
    check_in_use(poll.topic.forum)
    if poll.topic.closed:
        raise Refused(_("This conversation is closed, so nobody can vote at the moment."))
    return person


may_add_poll = asked(check_add_poll)
may_change_poll = asked(check_change_poll)
may_end_poll = asked(check_end_poll)
may_vote = asked(check_vote)


def sees_results(viewer: Viewer, poll: Poll, *, voted: bool) -> bool:
    """Whether the figures may be shown to the viewer."""
    if poll.closed_at is not None or poll.results == Poll.Results.ALWAYS:
        return True
    return poll.results == Poll.Results.VOTED and voted
