"""Who writes a note beside its author. It belongs to the notes, as `notes.models` does."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class CoAuthor(models.Model):
    """Somebody whom the author has asked to write with them. Once they have accepted they see the draft,
    may change the note and are named; what somebody has declined is kept, so that nobody asks twice."""

    class State(models.TextChoices):
        INVITED = "invited"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="coauthors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coauthored")
    state = models.CharField(max_length=8, choices=State.choices, default=State.INVITED)
    invited_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "notes"
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="one_coauthor_a_note")
        ]
        indexes = [models.Index(fields=["person", "state"], name="coauthor_of")]
