"""Collections. They belong to the notes, as `notes.models` does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, is_moderator

INTRO_LIMIT, REMARK_LIMIT, MOST_ITEMS = 8_000, 300, 100


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, viewer: Viewer) -> CollectionQuerySet:
        """Everybody's; a hidden one its curator and moderators see."""
        if is_moderator(viewer):
            return self.all()
        own = Q(curator=viewer.pk) if isinstance(viewer, User) else Q(pk__in=[])
        return self.filter(Q(hidden=False) | own)


class Collection(models.Model):
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    intro = models.TextField()
    html = models.TextField()
    lang = models.CharField(max_length=2, default="pl")
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="note_collections"
    )
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        app_label = "notes"
        indexes = [
            models.Index(fields=["updated_at", "id"], name="collection_latest"),
            models.Index(fields=["curator", "id"], name="collection_of_curator"),
        ]


class Item(models.Model):
    """A note in a collection, with a word on why it is there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="collected")
    position = models.PositiveIntegerField()
    remark = models.CharField(max_length=REMARK_LIMIT, blank=True)

    class Meta:
        app_label = "notes"
        constraints = [
            models.UniqueConstraint(fields=["collection", "note"], name="a_note_once_a_collection")
        ]
        indexes = [models.Index(fields=["collection", "position"], name="items_in_order")]
