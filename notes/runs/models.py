"""Replications. They belong to the notes, as `notes.models` does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation
from directory.voices import Voice, voice

GROUP_LIMIT, CHANGED_LIMIT, BODY_LIMIT = 120, 2_000, 8_000


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, viewer: Viewer) -> RunQuerySet:
        """Those of notes that the viewer sees; a hidden one its author and moderators see."""
        from notes.models import PracticeNote

        runs = self.filter(note__in=PracticeNote.objects.visible_to(viewer).order_by().values("pk"))
        if is_moderator(viewer):
            return runs
        own = Q(author=viewer.pk) if isinstance(viewer, User) else Q(pk__in=[])
        return runs.filter(Q(hidden=False) | own)


class Run(models.Model):
    """One time that somebody did it: when, with whom, what they changed, how it went."""

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="runs")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="note_runs")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="note_runs"
    )
    """Where it was done: its name stands beside the person's."""
    ran_on = models.DateField()
    group = models.CharField(max_length=GROUP_LIMIT, blank=True)
    changed = models.TextField(blank=True)
    body = models.TextField()
    """How it went, with pictures: Markdown."""
    html = models.TextField()
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = RunQuerySet.as_manager()

    class Meta:
        app_label = "notes"
        indexes = [
            models.Index(fields=["note", "ran_on", "id"], name="run_of_note"),
            models.Index(fields=["author", "id"], name="run_of_author"),
        ]

    @property
    def voice(self) -> Voice:
        return voice(self.author, None)

    @property
    def house(self) -> Organisation | None:
        """The organisation, if it is shown."""
        house = self.organisation
        return None if house is None or house.hidden else house
