"""Moderators close a conversation, open it again, or pin it above the others."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from forums.actions.locking import locked_topic
from forums.counters import shift_forum
from forums.facts import TopicChanged
from forums.happenings import note
from forums.models import Topic, TopicEvent
from forums.policies import check_in_charge, check_moderate
from kernel.facts import publish


def close_topic(*, by: User, topic: Topic) -> Topic:
    """Nobody but moderators writes in it from now on. Raises Refused."""
    return _set(by, topic, closed=True)


def reopen_topic(*, by: User, topic: Topic) -> Topic:
    return _set(by, topic, closed=False)


def pin_topic(*, by: User, topic: Topic, pinned: bool = True) -> Topic:
    """Puts it above the other topics of its forum, or (`pinned=False`) back among them."""
    return _set(by, topic, pinned=pinned)


_KINDS = {
    ("closed", True): TopicEvent.Kind.CLOSED,
    ("closed", False): TopicEvent.Kind.REOPENED,
    ("pinned", True): TopicEvent.Kind.PINNED,
    ("pinned", False): TopicEvent.Kind.UNPINNED,
}


def _set(by: User, topic: Topic, **state: bool) -> Topic:
    check_moderate(by)
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_in_charge(by, held.forum_id)
        if all(getattr(held, name) == value for name, value in state.items()):
            return held
        for name, value in state.items():
            setattr(held, name, value)
        Topic.objects.filter(pk=held.pk).update(version=F("version") + 1, **state)
        for change in state.items():
            note(held, _KINDS[change], by=by)
        publish(TopicChanged(topic_id=held.pk))
        shift_forum(held.forum_id)
    return held
