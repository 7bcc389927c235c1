"""Rows that stand beside questions. They belong to the forums, as `forums.models` does."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory.models import Organisation
from taxonomy.models import Region, Tag


class Question(models.Model):
    """What is known of a topic because it is a question: made with the topic, kept if it turns into a
    conversation and back."""

    topic = models.OneToOneField(
        "forums.Topic", models.CASCADE, primary_key=True, related_name="question"
    )
    same_count = models.PositiveIntegerField(default=0)
    """How many people have pressed "I have this too"."""
    asks_detail = models.OneToOneField("forums.Post", models.SET_NULL, null=True, related_name="+")
    """The reply that asks for more, for as long as the asker has not answered it."""
    ring = models.PositiveSmallIntegerField(default=0)
    """What has been done so that it gets an answer: 0 nothing yet, 1 up to five people asked, 2 further
    ones asked, 3 moderators told."""
    waited = models.PositiveIntegerField(default=0)
    """Working seconds that it had waited when its clock last stopped."""
    running_since = models.DateTimeField(null=True)
    """Since when the clock runs; None while it stands."""
    due_at = models.DateTimeField(null=True)
    """When the next ring is due; None while the clock stands and after the last one."""
    remind_at = models.DateTimeField(null=True)
    """When the asker is reminded to say which answer helped."""
    reminded = models.BooleanField(default=False)
    """Whether that has been done: once is enough."""

    class Meta:
        app_label = "forums"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="question_due"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="question_remind"
            ),
        ]


class SameProblem(models.Model):
    """A person has this problem too, and hears of the answer."""

    topic = models.ForeignKey("forums.Topic", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="same_once_a_person")
        ]


class Helped(models.Model):
    """A post has helped a person."""

    post = models.ForeignKey("forums.Post", models.CASCADE, related_name="helped")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="helped_once_a_person")
        ]


class DetailAsk(models.Model):
    """A reply that asks for more, now or once: it is no answer."""

    post = models.OneToOneField("forums.Post", models.CASCADE, related_name="detail_ask")
    topic = models.ForeignKey("forums.Topic", models.CASCADE, related_name="detail_asks")

    class Meta:
        app_label = "forums"


class Helper(models.Model):
    """A person, or an organisation, who has agreed to be asked."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="helper"
    )
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, related_name="helper"
    )
    tags = models.ManyToManyField(Tag, related_name="helpers")
    """What they know about."""
    region = models.ForeignKey(Region, models.SET_NULL, null=True, related_name="+")
    """Where they know their way; None: anywhere."""
    per_week = models.PositiveSmallIntegerField(default=2)
    """How many questions a week they may be asked at most."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "forums"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="helper_is_a_person_or_an_organisation",
            )
        ]


class Asked(models.Model):
    """A helper was asked a question, and why."""

    topic = models.ForeignKey("forums.Topic", models.CASCADE, related_name="asked")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="asked")
    ring = models.PositiveSmallIntegerField(default=1)
    reasons = models.JSONField(default=list)
    """Codes and figures, such as [["tags", 2], ["solved", 1]]: said in words by `questions.words`."""
    created_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)
    """When they said that it is not for them."""

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["topic", "helper"], name="asked_once_a_question")
        ]
        indexes = [models.Index(fields=["helper", "created_at"], name="asked_lately")]
