"""A poll is put into a topic, or changed before anybody has voted."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from forums.actions.locking import locked_topic
from forums.facts import PollStarted, TopicChanged
from forums.happenings import note
from forums.models import Topic, TopicEvent
from forums.polls.fields import Asked
from forums.polls.models import Choice, Poll
from forums.polls.policies import check_add_poll, check_change_poll
from kernel.facts import publish
from kernel.once import once


def add_poll(*, by: User, topic: Topic, asked: Asked, key: str | None = None) -> Poll:
    """The poll; the same key with the same words answers with the one they made before. In whose name
    it is asked, the topic says. Raises Refused or KeyReused."""
    check_writer(by)

    def make() -> int:
        held = locked_topic(topic.pk)
        check_add_poll(by, held)
        own = None if is_moderator(by) else held.organisation_id
        poll = Poll(topic=held, author=by, organisation_id=own)
        _fill(poll, asked)
        note(held, TopicEvent.Kind.POLL_STARTED, by=by)
        changed(held)
        publish(PollStarted(topic_id=held.pk, poll_id=poll.pk))
        return poll.pk

    with transaction.atomic():
        pk, _made = once(
            person_id=by.pk, key=key, payload=["poll", topic.pk, *asked.payload], make=make
        )
    return Poll.objects.select_related("topic__forum").get(pk=pk)


def change_poll(*, by: User, poll: Poll, asked: Asked) -> Poll:
    """The poll with other words; only before the first vote. Raises Refused."""
    with transaction.atomic():
        topic, held = held_poll(poll)
        check_change_poll(by, held)
        held.choices.all().delete()
        _fill(held, asked)
        changed(topic)
    return held


def held_poll(poll: Poll) -> tuple[Topic, Poll]:
    """A poll as it is now, with its topic held. The topic may be another than when it was read."""
    topic_id = Poll.objects.values_list("topic_id", flat=True).get(pk=poll.pk)
    topic = locked_topic(topic_id)
    held = Poll.objects.get(pk=poll.pk)
    if held.topic_id != topic_id:  # merged into another between the two statements
        topic = locked_topic(held.topic_id)
    held.topic = topic
    return topic, held


def changed(topic: Topic) -> None:
    """What a held topic says at its beginning has changed: kept pages, the index and readers learn it."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    publish(TopicChanged(topic_id=topic.pk))


def _fill(poll: Poll, asked: Asked) -> None:
    poll.question, poll.most, poll.secret = asked.question, asked.most, asked.secret
    poll.changeable, poll.results, poll.ends_at = asked.changeable, asked.results, asked.ends_at
    poll.save()
    Choice.objects.bulk_create(
        Choice(poll=poll, position=at, text=text) for at, text in enumerate(asked.choices, start=1)
    )
