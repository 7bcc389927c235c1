"""Somebody has the same problem, or has it no longer."""

from django.db import transaction

from accounts.models import User
from forums.actions.locking import locked_topic
from forums.models import Topic
from forums.policies import check_same
from forums.questions.clock import touch
from forums.questions.models import Question, SameProblem


def mark_same(*, by: User, topic: Topic, on: bool = True) -> int:
    """How many people have it now. Saying it twice is saying it once. Raises Refused."""
    with transaction.atomic():
        held = locked_topic(topic.pk)
        check_same(by, held)
        question, _made = Question.objects.get_or_create(pk=held.pk)
        if on:
            _mark, changed = SameProblem.objects.get_or_create(topic=held, person=by)
        else:
            gone, _rows = SameProblem.objects.filter(topic=held, person=by).delete()
            changed = bool(gone)
        if changed:
            question.same_count = SameProblem.objects.filter(topic=held).count()
            question.save(update_fields=["same_count"])
            touch(held)
    return question.same_count
