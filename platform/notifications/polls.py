"""Who is told of a poll: those who watch the topic when it begins, and they and the voters of how it ended."""

from typing import Any

from directory.speaking import editors_of
from forums.facts import PollClosed, PollStarted
from forums.paths import topic_path
from forums.polls.models import Poll
from forums.polls.reading import voters_to_tell
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.followers import who_may_see
from notifications.levels import listeners
from notifications.models import Level


def _told(pk: int) -> tuple[Poll, set[int], dict[str, Any]]:
    poll = Poll.objects.select_related("topic__forum").get(pk=pk)
    topic = poll.topic
    watchers = {who for who, said in listeners(topic).items() if said.level == Level.WATCHING}
    told = {
        "subject": poll.question,
        "url": f"{topic_path(topic.pk, topic.slug)}#poll-{poll.pk}",
        "target": ("topic", topic.pk),
    }
    return poll, watchers, told


@receives(PollStarted)
def poll_started(fact: PollStarted) -> None:
    poll, watchers, told = _told(fact.poll_id)
    # Whoever wrote for an organisation is told nothing of their own deed, though no row names them.
    people = who_may_see(watchers - {poll.author_id}, poll.topic)
    tell(
        people, kind="poll_started", actor_id=poll.author_id, organisation_id=poll.organisation_id,
        **told,
    )  # fmt: skip


@receives(PollClosed)
def poll_closed(fact: PollClosed) -> None:
    """Once each; who added it too, unless they closed it themselves."""
    poll, people, told = _told(fact.poll_id)
    people |= voters_to_tell(poll)
    people |= editors_of(poll.organisation_id) if poll.organisation_id else {poll.author_id}
    people = who_may_see(people - {fact.closed_by_id}, poll.topic)
    tell(people, kind="poll_ended", actor_id=None, **told)
