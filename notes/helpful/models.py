"""Voices of readers. They belong to the notes, as `notes.models` does."""

from django.conf import settings
from django.db import models
from django.utils import timezone

REASON_LIMIT = 500


class Voice(models.Model):
    """What one reader says of a note. The reason is for its authors and reviewers alone."""

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    helped = models.BooleanField()
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "notes"
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="one_voice_a_note")]
