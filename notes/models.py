"""Practice notes: know-how written up so that others can repeat it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from directory.models import Organisation
from directory.voices import Voice, voice
from notes.querysets import NoteQuerySet
from taxonomy.models import Audience, PracticeArea, Tagged


class Licence(models.TextChoices):
    CC_BY = "CC BY", "CC BY 4.0"
    CC_BY_SA = "CC BY-SA", "CC BY-SA 4.0"
    CC_BY_NC = "CC BY-NC", "CC BY-NC 4.0"
    CC0 = "CC0", "CC0 1.0"
    RESERVED = "all rights reserved", _("all rights reserved")


class PracticeNote(models.Model):  # type: ignore[django-manager-missing]  # taggit brings no types
    """A note. `version` rises with every change that shows; a draft is seen by those who may change it.

    With an `organisation` the author's name stands beside that of the organisation; written
    `in_its_name`, the organisation alone is shown as the author, and its editors look after the note.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    html = models.TextField()
    lang = models.CharField(max_length=2, default="pl")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="practice_notes"
    )
    """Who wrote it, always: for everybody's eyes ask for the `voice`."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="practice_notes"
    )
    in_its_name = models.BooleanField(default=False)
    practices = models.ManyToManyField(PracticeArea, blank=True, related_name="practice_notes")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="practice_notes")
    tags = TaggableManager(through="notes.TaggedNote", blank=True, ordering=["name"])
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    source = models.CharField(max_length=300, blank=True)
    source_key = models.CharField(max_length=200, blank=True, db_index=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    hidden = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["published_at", "id"], name="note_latest"),
            models.Index(fields=["author", "created_at", "id"], name="note_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def speaker_id(self) -> int | None:
        """The organisation in whose name it is written; None for the author's own."""
        return self.organisation_id if self.in_its_name else None

    @property
    def voice(self) -> Voice:
        """Whom everybody sees as the author. Wants author and organisation loaded with it."""
        return voice(self.author, self.organisation if self.in_its_name else None)

    @property
    def house(self) -> Organisation | None:
        """The organisation beside the author, if it is shown."""
        house = self.organisation
        return None if house is None or house.hidden or self.in_its_name else house


class TaggedNote(Tagged):
    content_object = models.ForeignKey(PracticeNote, models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_a_note")
        ]


class Revision(models.Model):
    """A state of a note as somebody saved it. The newest is the note itself."""

    note = models.ForeignKey(PracticeNote, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name; None: the author's own."""
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    comment = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="revisions_in_order")
        ]

    @property
    def voice(self) -> Voice:
        """Whom everybody sees as the writer. Wants author and organisation loaded with it."""
        return voice(self.author, self.organisation)
