"""Files that are sent with a text, and texts that are not finished yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Attachment(models.Model):
    """A file as we keep it. Until a text that refers to it is saved it is its sender's alone; from then
    on it goes with that text (`holder_kind`, `holder_id`), to whoever may read words of it that show the
    file (composing.holders)."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    """What the file is called when it is saved; its ending is ours, by what the file is."""
    kind = models.CharField(max_length=8)
    """A key of composing.files.kinds.KINDS."""
    store = models.CharField(max_length=60, unique=True)
    """Where it lies: composing.files.keeping."""
    size = models.PositiveIntegerField()
    """Bytes; of a picture, of all its copies."""
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    """Of a picture's largest copy."""
    taken = models.PositiveIntegerField(default=0)
    """How often a document was fetched; pictures are not counted."""
    holder_kind = models.CharField(max_length=20, blank=True)
    holder_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["sender", "created_at"], name="file_of_sender"),
            models.Index(fields=["holder_kind", "holder_id"], name="file_of_holder"),
        ]


class Draft(models.Model):
    """A text that somebody is writing, at one place. `version` rises with every saving, so that two
    browsers notice each other."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    """Such as "topic-12-reply": see composing.places."""
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    more = models.TextField(blank=True, default="", db_default="")
    """What else was chosen in the form, by the names of its fields: composing.chosen packs it."""
    device = models.CharField(max_length=32)
    """The browser that saved it last, by a random word of its own."""
    version = models.PositiveIntegerField(default=1)
    seen = models.BigIntegerField(null=True)
    """Of a text that is being changed: the id of the state from which the draft goes on, where its form
    says so."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="one_draft_a_place")
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]
