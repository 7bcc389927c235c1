"""The queue of questions: what waits, as far as the viewer may see it."""

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.viewer import Viewer
from directory.speaking import voices_of
from forums.models import TaggedTopic, Topic
from forums.querysets import TopicQuerySet
from forums.questions.models import Asked, Helper


def waiting_topics(viewer: Viewer, show: str) -> TopicQuerySet:
    """Questions without an accepted answer: `show` is detail, unsolved or mine; else those that nobody
    has answered."""
    topics = Topic.objects.visible_to(viewer).filter(
        kind=Topic.Kind.QUESTION, accepted=None, closed=False, hidden=False
    )
    if show == "detail":
        return topics.filter(question__asks_detail__isnull=False)
    if show == "unsolved":
        return topics.filter(reply_count__gt=0, question__asks_detail=None)
    if show == "mine" and isinstance(viewer, User):
        return _for_me(topics, viewer)
    return topics.filter(reply_count=0)


def _for_me(topics: TopicQuerySet, person: User) -> TopicQuerySet:
    """What the person, or an organisation of theirs, was asked, and what has tags that they named."""
    own = Helper.objects.filter(person=person)
    houses = [house.pk for house in voices_of(person)]
    if houses:
        own = own | Helper.objects.filter(organisation__in=houses)
    helpers = list(own.values_list("pk", flat=True))
    asked = Asked.objects.filter(topic=OuterRef("pk"), helper__in=helpers, declined_at=None)
    tags = Helper.tags.through.objects.filter(helper__in=helpers).values("tag")
    named = TaggedTopic.objects.filter(content_object=OuterRef("pk"), tag__in=tags)
    return topics.filter(Exists(asked) | Exists(named)).exclude(author=person)
