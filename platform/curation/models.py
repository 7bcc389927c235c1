"""What leads from one room to another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation


class NoteLink(models.Model):
    """A post, or another note, leads to a note. Kept in step by curation.links."""

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="+")
    post = models.ForeignKey("forums.Post", models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey("notes.PracticeNote", models.CASCADE, null=True, related_name="+")
    opens = models.BooleanField(default=False)
    """The post opens a conversation about the note: it is a topic's first, and begins with the link."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(source__isnull=True),
                name="a_link_is_in_a_post_or_in_a_note",
            ),
            models.UniqueConstraint(fields=["post", "note"], name="one_link_a_post"),
            models.UniqueConstraint(fields=["source", "note"], name="one_link_a_note"),
        ]
        indexes = [models.Index(fields=["note", "opens"], name="links_to_note")]


class Said(models.Model):
    """Words that somebody said in a room or wrote in a topic, as they were when somebody took them up.
    One row for a message or a post, however often they are taken up, so that what their author chooses
    holds in every copy."""

    message = models.OneToOneField("realtime.Message", models.SET_NULL, null=True, related_name="+")
    post = models.OneToOneField("forums.Post", models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    """Who said it, always: for everybody's eyes ask curation.taking.words."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name; None: the author's own."""
    body = models.TextField()
    at = models.DateTimeField()
    alias = models.PositiveSmallIntegerField(default=0)
    """The number under which a participant stands instead of a name; 0: by name."""
    hidden = models.BooleanField(default=False)
    """Moderators have decided that the words break the law: they are shown nowhere."""

    class Meta:
        indexes = [models.Index(fields=["author", "id"], name="said_by_author")]


class Gathering(models.Model):
    """Words were taken up: a topic was made of a talk in a room, or a note of posts of a topic."""

    mark = models.CharField(max_length=120, unique=True)
    """What makes it the one that is found again: its kind and the set of words; of a draft its maker too."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    room = models.ForeignKey("realtime.Room", models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey("forums.Topic", models.SET_NULL, null=True, related_name="+")
    """The topic of whose posts a note was made."""
    topic = models.ForeignKey("forums.Topic", models.CASCADE, null=True, related_name="+")
    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, null=True, related_name="+")
    """What was made: one of the two, from the moment it is there."""
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    """When those who are quoted were told: of a topic at once, of a note when it is published."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(note__isnull=True),
                name="a_topic_or_a_note_was_made",
            )
        ]


class Taken(models.Model):
    """One of the words of a gathering, in their order."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="taken")
    said = models.ForeignKey(Said, models.CASCADE, related_name="taken")
    position = models.PositiveIntegerField()
    post = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="+")
    """The post of the new topic in which they stand."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "said"], name="words_once_a_gathering")
        ]


class Feature(models.Model):
    """Something that curators show where everybody comes by, for a while."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("conversation")
        NOTE = "note", _("practice note")
        COLLECTION = "collection", _("collection")

    class Place(models.TextChoices):
        HOME = "home", _("the home page")
        NOTES = "notes", _("the first page of the notes")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    place = models.CharField(max_length=10, choices=Place.choices)
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "object_id"], name="featured_once_a_place"
            )
        ]


class SetAside(models.Model):
    """A line of the desk that a curator has put away for a while: for all curators alike."""

    line = models.CharField(max_length=100, unique=True)
    """Its list and what it is about: "write:topic:12"."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    until = models.DateField()


class Duplicate(models.Model):
    """A topic asks what another has asked: its page says so and leads there."""

    topic = models.OneToOneField("forums.Topic", models.CASCADE, related_name="+")
    of = models.ForeignKey("forums.Topic", models.CASCADE, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(topic=models.F("of")), name="no_topic_repeats_itself"
            )
        ]


class Canned(models.Model):
    """An answer that curators give again and again, in both languages, with words that stand for what it
    is about (curation.desk.canned)."""

    name = models.CharField(max_length=80, unique=True)
    body_pl = models.TextField()
    body_en = models.TextField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "canned"

    def __str__(self) -> str:
        return self.name


class HiddenForNow(models.Model):
    """Several people whom we trust have reported a thing, so it is hidden until a moderator has looked. One
    row for a thing, so that what a moderator has kept is not hidden by itself again."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    weight = models.FloatField()
    at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True)
    """When a moderator has looked."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="hidden_for_now_once")
        ]
        verbose_name_plural = "hidden for now"
