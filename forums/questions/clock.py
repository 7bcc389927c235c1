"""The clock of a question: it runs while nobody has answered and nothing is asked of the asker."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from forums.counters import HERE, shift_forum
from forums.models import Post, Topic
from forums.querysets import PostQuerySet
from forums.questions.models import DetailAsk, Question
from forums.questions.working_time import after_working, working_seconds

HOUR = 3600
RINGS = {0: 0, 1: 24 * HOUR, 2: 72 * HOUR}
"""Working seconds after which the ring that follows this one is due: people are asked at once, further
ones after a day, a moderator after three."""

REMIND_AFTER = timedelta(days=7)
"""So long after the first answer the asker is reminded, once, to say which one helped."""


def settle(topic: Topic, *, now: datetime | None = None, answered: bool = False) -> Question | None:
    """Starts or stops the clock of a held topic as its state asks for; whatever happened, and however
    often it is called. `answered` where that is known. None for what is no question."""
    if topic.kind != Topic.Kind.QUESTION:
        Question.objects.filter(pk=topic.pk).update(due_at=None, remind_at=None)
        return None
    now = now or timezone.now()
    question, _made = Question.objects.get_or_create(pk=topic.pk)
    before = _state(question)
    answered = answered or answers(topic).exists()
    asks = question.asks_detail_id is not None
    over = topic.closed or topic.hidden or topic.merged_into_id or topic.accepted_id
    waits = not (answered or asks or over)
    if waits:
        question.running_since = question.running_since or now
    elif question.running_since:
        question.waited += working_seconds(question.running_since, now)
        question.running_since = None
    question.due_at = _due(question) if waits else None
    question.remind_at = _remind(question, topic, answered, now)
    if _state(question) != before:
        question.save(update_fields=["running_since", "waited", "due_at", "remind_at"])
    return question


def _state(question: Question) -> tuple[object, ...]:
    return question.running_since, question.waited, question.due_at, question.remind_at


def answers(topic: Topic) -> PostQuerySet:
    """Replies by others that are still here, but those that only ask for more."""
    posts = Post.objects.filter(topic_id=topic.pk, number__gt=1, **HERE)
    asks = DetailAsk.objects.filter(topic_id=topic.pk).values("post")
    own = (
        {"organisation": topic.organisation_id}
        if topic.organisation_id
        else {"author": topic.author_id, "organisation": None}
    )
    return posts.exclude(pk__in=asks).exclude(**own)


def _due(question: Question) -> datetime | None:
    if question.ring not in RINGS or question.running_since is None:
        return None
    if question.ring == 0:
        return question.running_since  # people are asked at once, also on a Sunday
    return after_working(question.running_since, RINGS[question.ring] - question.waited)


def _remind(question: Question, topic: Topic, answered: bool, now: datetime) -> datetime | None:
    if not answered or topic.accepted_id or topic.closed or topic.hidden:
        return None
    if question.reminded:
        return None
    return question.remind_at or now + REMIND_AFTER


def touch(topic: Topic) -> None:
    """What a question shows beside its posts has changed: kept pages and lists are made anew."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    shift_forum(topic.forum_id)
