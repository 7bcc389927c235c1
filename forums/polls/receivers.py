"""The polls of a topic that becomes part of another go with it."""

from django.db.models import F

from forums.facts import TopicChanged, TopicMerged
from forums.models import Topic
from forums.polls.models import Poll
from kernel.facts import publish, receives


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    if Poll.objects.filter(topic=fact.topic_id).update(topic=fact.into_id):
        Topic.objects.filter(pk=fact.into_id).update(version=F("version") + 1)
        publish(TopicChanged(topic_id=fact.into_id))
