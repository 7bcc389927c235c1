"""What happens in a question's topic starts or stops its clock."""

from forums.facts import AnswerAccepted, PostChanged, ReplyPosted, TopicChanged, TopicStarted
from forums.models import Post, Topic
from forums.questions.clock import settle, touch
from forums.questions.models import Question
from forums.voices import same_voice
from kernel.facts import receives


@receives(TopicStarted)
def topic_started(fact: TopicStarted) -> None:
    settle(_topic(fact.topic_id))


@receives(ReplyPosted)
def reply_posted(fact: ReplyPosted) -> None:
    topic = _topic(fact.topic_id)
    if topic.kind == Topic.Kind.QUESTION:
        post = Post.objects.only("author_id", "organisation_id").get(pk=fact.post_id)
        if _asker_wrote(topic, post):
            _answered_the_ask(topic)
        settle(topic)


@receives(PostChanged)
def post_changed(fact: PostChanged) -> None:
    """An edit of the question answers what was asked of it; an ask that is gone asks no more."""
    topic = _topic(fact.topic_id)
    if topic.kind != Topic.Kind.QUESTION:
        return
    question = Question.objects.select_related("asks_detail").filter(pk=topic.pk).first()
    ask = question.asks_detail if question else None
    if ask is not None:
        edited = topic.posts.filter(number=1, pk=fact.post_id, edited_at__gt=ask.created_at)
        if ask.gone or edited.exists():
            _answered_the_ask(topic)
    settle(topic)


@receives(TopicChanged, AnswerAccepted)
def topic_changed(fact: TopicChanged | AnswerAccepted) -> None:
    settle(_topic(fact.topic_id))


def _topic(pk: int) -> Topic:
    """As it is now: the action that speaks holds it."""
    return Topic.objects.select_related("forum").get(pk=pk)


def _asker_wrote(topic: Topic, post: Post) -> bool:
    asker = (topic.author_id, topic.organisation_id)
    return same_voice(asker, (post.author_id, post.organisation_id))


def _answered_the_ask(topic: Topic) -> None:
    asking = Question.objects.filter(pk=topic.pk, asks_detail__isnull=False)
    if asking.update(asks_detail=None):
        touch(topic)
