"""Doubts of readers. They belong to the notes, as `notes.models` does."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REASON_LIMIT = 1_000


class Doubt(models.Model):
    """A reader asks whether a note is still true, with a reason; those who look after it answer."""

    class State(models.TextChoices):
        OPEN = "open"
        TRUE = "true", _("It is still true")
        CHANGED = "changed", _("The note was changed")

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="doubts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=REASON_LIMIT)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=REASON_LIMIT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "notes"
        constraints = [
            models.UniqueConstraint(
                fields=["note", "person"],
                condition=models.Q(state="open"),
                name="one_open_doubt_a_reader",
            )
        ]
        indexes = [models.Index(fields=["note", "state"], name="doubt_of_note")]
