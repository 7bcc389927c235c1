"""Appeals: somebody does not agree with a decision, and another moderator looks at it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.decisions import Statement
from moderation.models.reports import Report


class Appeal(models.Model):
    """Against a statement, by whom it restricts; or against a decision not to follow a report, by who sent
    that. One for each of the two."""

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        UPHELD = "upheld", _("the decision stands")
        REVERSED = "reversed", _("the decision was undone")

    statement = models.OneToOneField(Statement, models.CASCADE, null=True, related_name="appeal")
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="appeal")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="appeals"
    )
    """None: somebody without an account, by the secret address of their notice."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Of the outcome, for who appealed."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(statement__isnull=True) ^ Q(report__isnull=True),
                name="an_appeal_is_against_one_decision",
            )
        ]

    @property
    def path(self) -> str:
        return f"/moderation/appeals/{self.pk}/"

    @property
    def open(self) -> bool:
        return self.state == self.State.OPEN


class Turn(models.Model):
    """What is said in an appeal, by who appealed or by a moderator."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="turns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    of_moderators = models.BooleanField(default=False)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
