"""What happens in a question's topic starts or stops its clock."""

from forums.facts import (
    AnswerAccepted,
    PostChanged,
    PostsMoved,
    ReplyPosted,
    TopicChanged,
    TopicMerged,
    TopicStarted,
)
from forums.models import Post, Topic
from forums.questions.clock import settle, touch
from forums.questions.models import DetailAsk, Helped, Question, SameProblem
from forums.voices import same_voice
from forums.whole import whole_post
from kernel.facts import receives


@receives(TopicStarted)
def topic_started(fact: TopicStarted) -> None:
    settle(_topic(fact.topic_id))


@receives(ReplyPosted)
def reply_posted(fact: ReplyPosted) -> None:
    post = whole_post(fact.post_id)
    topic = post.topic
    if topic.kind != Topic.Kind.QUESTION:
        return
    if _asker_wrote(topic, post):
        _answered_the_ask(topic)
        settle(topic)
    else:
        settle(topic, answered=True)


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


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """Whom a post has helped it has helped in its new place; what it asked there it asks no more here."""
    moves = dict(fact.moves)
    for old in (
        Helped.objects.filter(post__in=list(moves)).values_list("post", flat=True).distinct()
    ):
        Helped.objects.filter(post=old).update(post=moves[old])
        count = Helped.objects.filter(post=moves[old]).count()
        Post.objects.filter(pk=moves[old]).update(helped_count=count)
        Post.objects.filter(pk=old).update(helped_count=0)
    asks = DetailAsk.objects.filter(post__in=list(moves)).values_list("post", flat=True)
    for old in list(asks):
        DetailAsk.objects.filter(post=old).update(post=moves[old], topic=fact.to_id)
    Question.objects.filter(asks_detail__in=list(moves)).update(asks_detail=None)
    for pk in (fact.from_id, fact.to_id):
        settle(_topic(pk))


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    """Who has the problem too has it where the answer is looked for now."""
    settle(_topic(fact.topic_id))
    into = Topic.objects.get(pk=fact.into_id)
    rows = SameProblem.objects.filter(topic=fact.topic_id)
    there = SameProblem.objects.filter(topic=into.pk).values_list("person", flat=True)
    rows.filter(person__in=list(there)).delete()
    Question.objects.filter(pk=fact.topic_id).update(same_count=0)
    if into.kind != Topic.Kind.QUESTION:
        rows.delete()
        return
    rows.exclude(person=into.author_id).update(topic=into.pk)
    rows.delete()
    question, _made = Question.objects.get_or_create(pk=into.pk)
    question.same_count = SameProblem.objects.filter(topic=into.pk).count()
    question.save(update_fields=["same_count"])


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
