"""What reviewers have said. It belongs to the notes, as `notes.models` does."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Verdict(models.Model):
    """A reviewer has read a revision."""

    class Answer(models.TextChoices):
        APPROVE = "approve"
        IMPROVE = "improve"

    revision = models.ForeignKey("notes.Revision", models.CASCADE, related_name="verdicts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "notes"
        indexes = [models.Index(fields=["revision", "id"], name="verdict_of_revision")]
