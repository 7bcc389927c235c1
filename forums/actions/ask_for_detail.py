"""An answer needs to know more: a reply that says what is missing, and a question that waits for it."""

from django.db import transaction

from accounts.models import User
from directory.models import Organisation
from forums.actions.locking import locked_topic
from forums.actions.post_reply import post_reply
from forums.facts import DetailAsked
from forums.models import Post, Topic
from forums.policies import check_ask_detail, check_withdraw_ask
from forums.questions.clock import settle, touch
from forums.questions.models import DetailAsk, Question
from kernel.facts import publish


def ask_for_detail(
    *, by: User, topic: Topic, body: str, organisation: Organisation | None = None, key: str | None = None
) -> Post:  # fmt: skip
    """The reply. The asker is told, and the question's clock stands until they write or change their
    question. Raises Refused, Invalid (body) or KeyReused."""
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_ask_detail(by, held)
        post = post_reply(by=by, topic=held, body=body, organisation=organisation, key=key)
        _ask, made = DetailAsk.objects.get_or_create(post=post, defaults={"topic": held})
        if made:
            question, _made = Question.objects.get_or_create(pk=held.pk)
            Question.objects.filter(pk=question.pk).update(asks_detail=post)
            settle(locked_topic(held.pk))
            publish(DetailAsked(topic_id=held.pk, post_id=post.pk))
            touch(held)
    return post


def withdraw_ask(*, by: User, topic: Topic) -> None:
    """Nothing is missing any more. Raises Refused."""
    with transaction.atomic():
        held = locked_topic(topic.pk)
        question = Question.objects.select_related("asks_detail").filter(pk=held.pk).first()
        ask = question.asks_detail if question else None
        if ask is None:
            return
        check_withdraw_ask(by, held, ask)
        Question.objects.filter(pk=held.pk).update(asks_detail=None)
        settle(held)
        touch(held)
