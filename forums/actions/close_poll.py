"""A poll ends: somebody closes it, or its time is up. It does so once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.actions.add_poll import changed, held_poll
from forums.facts import PollClosed
from forums.happenings import note
from forums.models import Topic, TopicEvent
from forums.polls.models import Poll
from forums.polls.policies import check_end_poll
from kernel.facts import publish


def close_poll(*, by: User, poll: Poll) -> Poll:
    """Nobody votes any more, everybody sees the results; closing it again changes nothing. Raises Refused."""
    with transaction.atomic():
        topic, held = held_poll(poll)
        check_end_poll(by, held)
        if held.closed_at is None:
            _end(topic, held, timezone.now(), by)
    return held


def end_poll(pk: int, *, now: datetime) -> None:
    """The same for a poll whose time is up."""
    with transaction.atomic():
        poll = Poll.objects.filter(pk=pk).first()
        if poll is None:
            return
        topic, held = held_poll(poll)
        if held.closed_at is None and held.ends_at is not None and held.ends_at <= now:
            _end(topic, held, now, None)


def _end(topic: Topic, poll: Poll, now: datetime, by: User | None) -> None:
    poll.closed_at = now
    Poll.objects.filter(pk=poll.pk).update(closed_at=now)
    note(topic, TopicEvent.Kind.POLL_ENDED, by=by)
    changed(topic)
    publish(PollClosed(topic_id=topic.pk, poll_id=poll.pk, closed_by_id=by.pk if by else None))


def hide_poll(poll: Poll, hidden: bool) -> None:
    """A moderator's decision, called by `moderation.registry`."""
    with transaction.atomic():
        topic, held = held_poll(poll)
        if held.hidden != hidden:
            Poll.objects.filter(pk=held.pk).update(hidden=hidden)
            changed(topic)
