"""Polls, and how people voted. They belong to the forums, as `forums.models` does."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from forums.polls.querysets import PollQuerySet


class Poll(models.Model):
    """A question put to those who read a topic."""

    class Results(models.TextChoices):
        ALWAYS = "always", _("At once")
        VOTED = "voted", _("To each, when they have voted")
        ENDED = "ended", _("When the poll has ended")

    topic = models.ForeignKey("forums.Topic", models.CASCADE, related_name="polls")
    question = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name it was added: that of the topic, as `happenings.note` says it."""
    most = models.PositiveSmallIntegerField(default=1)
    """How many answers one may choose."""
    secret = models.BooleanField(default=True)
    """Nobody learns who voted for what; else everybody who sees the results does."""
    changeable = models.BooleanField(default=True)
    """A vote can be changed or taken back until the end."""
    results = models.CharField(max_length=6, choices=Results.choices, default=Results.VOTED)
    ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(default=0)
    """How many people have voted."""
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PollQuerySet.as_manager()

    class Meta:
        app_label = "forums"
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=Q(closed_at__isnull=True, ends_at__isnull=False),
                name="poll_that_ends",
            )
        ]

    def __str__(self) -> str:
        return self.question

    def over(self, now: datetime | None = None) -> bool:
        """Whether no more votes are taken; its time may be up a moment before it is closed."""
        if self.closed_at is not None:
            return True
        return self.ends_at is not None and self.ends_at <= (now or timezone.now())


class Choice(models.Model):
    """An answer that can be chosen."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "forums"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="choices_in_order")
        ]


class Ballot(models.Model):
    """A person has voted. Without the person once the account is erased: the vote still counts."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="one_ballot_a_person")
        ]


class Vote(models.Model):
    """An answer that was chosen on a ballot."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="chosen")

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["ballot", "choice"], name="each_answer_once_a_ballot")
        ]
