"""What comes next for questions that wait: worked off in the background, a step in a transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forums.actions.locking import locked_topic
from forums.facts import AnswerNotChosen, HelpersAsked, QuestionForgotten
from forums.models import Topic
from forums.questions.clock import settle, touch
from forums.questions.finding import signs_for
from forums.questions.models import Asked, Question
from forums.questions.scoring import choose
from kernel.facts import publish

AT_ONCE = 20
NEAR, FURTHER, MODERATORS = 1, 2, 3
"""The rings, one after another."""


def work_off() -> bool:
    """One round: a step for each question that is due, the oldest first; True when more may wait."""
    now = timezone.now()
    due = Question.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    late = Question.objects.filter(remind_at__lte=now).order_by("remind_at")
    waiting, silent = list(due[:AT_ONCE]), list(late.values_list("pk", flat=True)[:AT_ONCE])
    for pk in waiting:
        widen(pk, now=now)
    for pk in silent:
        remind(pk, now=now)
    return AT_ONCE in (len(waiting), len(silent))


@transaction.atomic
def widen(pk: int, *, now: datetime) -> None:
    """The next ring of a question, unless somebody has answered meanwhile."""
    topic = locked_topic(pk)
    question = settle(topic, now=now)
    if question is None or question.due_at is None or question.due_at > now:
        return
    question.ring += 1
    question.save(update_fields=["ring"])
    if question.ring == MODERATORS:
        publish(QuestionForgotten(topic_id=pk))
    else:
        _ask(topic, question.ring, now)
    settle(topic, now=now)


def _ask(topic: Topic, ring: int, now: datetime) -> None:
    chosen = choose(signs_for(topic, now=now), near=ring == NEAR)
    if not chosen:
        return
    rows = [
        Asked(
            topic=topic, helper_id=choice.helper_id, ring=ring, created_at=now,
            reasons=[list(reason) for reason in choice.reasons],
        )
        for choice in chosen
    ]  # fmt: skip
    Asked.objects.bulk_create(rows)
    publish(HelpersAsked(topic_id=topic.pk, asked_ids=tuple(row.pk for row in rows)))
    touch(topic)


@transaction.atomic
def remind(pk: int, *, now: datetime) -> None:
    """Asks the asker, once, which answer helped."""
    topic = locked_topic(pk)
    question = settle(topic, now=now)
    if question is None or question.remind_at is None or question.remind_at > now:
        return
    Question.objects.filter(pk=pk).update(reminded=True, remind_at=None)
    publish(AnswerNotChosen(topic_id=pk))
