"""A moderator puts a topic into another forum."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from forums.actions.locking import locked_topics
from forums.actions.transplanting import count_forums
from forums.facts import TopicChanged
from forums.happenings import note, open_to_all_of
from forums.models import Forum, Topic, TopicEvent
from forums.policies import check_moderate, check_rearrange, check_start
from kernel.facts import publish


def move_topic(*, by: User, topic: Topic, forum: Forum) -> Topic:
    """The topic in that forum, for that forum's audience; where it is already nothing changes. It keeps
    its address. Raises Refused."""
    check_moderate(by)
    with transaction.atomic():
        held = locked_topics({topic.pk})[topic.pk]
        check_rearrange(by, held)
        # The audience is read under the lock: it may have changed while the form was open.
        target = Forum.objects.get(pk=forum.pk)
        check_start(by, target)
        source = held.forum
        if source.pk == target.pk:
            return held
        Topic.objects.filter(pk=held.pk).update(forum=target, version=F("version") + 1)
        held.forum = target
        named = open_to_all_of(source.audience, target.audience)
        note(held, TopicEvent.Kind.MOVED, by=by, words=source.name if named else "")
        publish(TopicChanged(topic_id=held.pk))
        shown = 0 if held.hidden else 1
        posts = shown * (held.reply_count + 1)
        count_forums([(source.pk, -shown, -posts), (target.pk, shown, posts)])
    return held
