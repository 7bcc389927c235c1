"""Practice notes: know-how written up so that others can repeat it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.models import User
from directory.models import Organisation
from directory.voices import Voice, voice
from notes.authors import models as authors
from notes.collections import models as collections  # noqa: F401
from notes.helpful import models as helpful  # noqa: F401
from notes.querysets import NoteQuerySet, RevisionQuerySet
from notes.review import models as review  # noqa: F401
from notes.runs import models as runs  # noqa: F401
from notes.runs.words import ran_words
from notes.structure.kinds import Template
from notes.truth import models as truth  # noqa: F401
from taxonomy.models import Audience, PracticeArea, Tagged


class Licence(models.TextChoices):
    CC_BY = "CC BY", "CC BY 4.0"
    CC_BY_SA = "CC BY-SA", "CC BY-SA 4.0"
    CC_BY_NC = "CC BY-NC", "CC BY-NC 4.0"
    CC0 = "CC0", "CC0 1.0"
    RESERVED = "all rights reserved", _("all rights reserved")


class Captions(models.TextChoices):
    """What somebody who does not hear gets of the films that a note leads to."""

    CAPTIONS = "captions", _("they have captions")
    TRANSCRIPT = "transcript", _("what is said is written in the note")
    SILENT = "silent", _("nothing is said in them")


class PracticeNote(models.Model):  # type: ignore[django-manager-missing]  # taggit brings no types
    """A note as everybody reads it. `version` rises with every change that shows; a draft is seen by
    those who may change it. What waits for a reviewer is a Revision alone.

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
    template = models.CharField(max_length=10, choices=Template.choices, default=Template.FREE)
    facts = models.JSONField(default=dict)
    """Short ones by the names of structure.kinds.FACTS."""
    sections = models.JSONField(default=dict)
    """Markdown by the names of structure.kinds.SECTIONS."""
    html = models.TextField()
    """Of the body and the sections together."""
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
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adaptations"
    )
    based_on_url = models.URLField(max_length=500, blank=True)
    """What it is an adaptation of, where that stands outside."""
    captions = models.CharField(max_length=10, choices=Captions.choices, blank=True)
    easy = models.TextField(blank=True)
    """The same in words that are easy to read."""
    easy_html = models.TextField(blank=True)
    sign_url = models.URLField(max_length=500, blank=True)
    """Where somebody says it in sign language."""
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    translated_from = models.PositiveIntegerField(null=True)
    """The number of the original's revision that the translation says."""
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    hidden = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    run_count = models.PositiveIntegerField(default=0)
    run_houses = models.PositiveIntegerField(default=0)
    """How many organisations have run it."""
    last_run_on = models.DateField(null=True)
    helped_count = models.PositiveIntegerField(default=0)
    unhelped_count = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    """How often it was taken away as a PDF or as a document."""
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who looks after it; nobody: truth.stewards says who does."""
    review_by = models.DateField(null=True)
    """By when somebody should look whether it is still true; of old notes nobody has said."""
    checked_at = models.DateTimeField(null=True)
    """When somebody has last said that it is."""
    stale = models.BooleanField(default=False)
    """Its day has passed: the page says so, and lists may put it lower. It never vanishes."""
    told_due = models.PositiveSmallIntegerField(default=0)
    """Whether its stewards were told: truth.due."""
    version = models.PositiveIntegerField(default=1)
    reviewed_at = models.DateTimeField(null=True)
    """When a reviewer has last approved it; from the first time on others' changes wait for one."""
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    together: list[authors.CoAuthor]
    """Those who have accepted to write it too, where `notes.access.full` has loaded them."""

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["published_at", "id"], name="note_latest"),
            models.Index(fields=["author", "created_at", "id"], name="note_of_author"),
            models.Index(
                fields=["review_by"],
                condition=models.Q(status="published", told_due__lt=2),
                name="note_due",
            ),
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
    def ran(self) -> str:
        """How often others have done it, in a sentence."""
        return ran_words(self.run_count, self.run_houses, self.last_run_on)

    @property
    def beside(self) -> list[User]:
        """Those who are named beside the author. Wants the note as `notes.access.full` loads it."""
        return [] if self.in_its_name else [row.person for row in self.together]

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
    """A state of a note as somebody saved it. The newest that is SHOWN is the note itself."""

    class State(models.TextChoices):
        SHOWN = "shown"
        """Everybody reads it, or has read it."""
        WAITING = "waiting"
        """A reviewer has not answered yet."""
        RETURNED = "returned"
        """A reviewer has asked for something better."""
        REPLACED = "replaced"
        """A newer one took its place before it was shown."""

    class Weight(models.TextChoices):
        """How much a change means to those who know the note."""

        TYPO = "typo", _("a slip of the pen")
        CHANGE = "change", _("a change")
        MAJOR = "major", _("something that changes how it is done")

    note = models.ForeignKey(PracticeNote, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name; None: the author's own."""
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    facts = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)
    more = models.JSONField(default=dict)
    """What else a note is made of (notes.states.MORE); of what was kept before that was written down: nothing."""
    comment = models.CharField(max_length=200, blank=True)
    weight = models.CharField(max_length=6, choices=Weight.choices, default=Weight.CHANGE)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    answers = models.BooleanField(default=False, db_default=False)
    """Whether it is the answer to what readers had doubted until then."""
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="revisions_in_order"),
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(state="waiting"), name="one_waiting_a_note"
            ),
        ]

    @property
    def voice(self) -> Voice:
        """Whom everybody sees as the writer. Wants author and organisation loaded with it."""
        return voice(self.author, self.organisation)
