"""Rooms and messages."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Audience
from directory.models import Card, Organisation
from forums.models import Topic
from forums.reactions.models import Pressed
from moderation.models import Report
from realtime.chat.querysets import (
    ABOUT,
    PEOPLE,
    MessageQuerySet,
    ParticipantQuerySet,
    RoomQuerySet,
    SilenceQuerySet,
)
from taxonomy.models import PracticeArea, Region


class Room(models.Model):
    """A place to talk. An organisation's is there from its first day, and listed with a message.
    A room whose audience is PEOPLE is a conversation: its `name` is the subject, perhaps empty.
    One whose audience is ABOUT belongs to a thing (`realtime.chat.about`): whoever may read that reads it."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=10,
        choices=[
            *Audience.choices,
            (PEOPLE, "People of a conversation"),
            (ABOUT, "Readers of what it is about"),
        ],
        default=Audience.PUBLIC,
    )
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, blank=True, related_name="room"
    )
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    card = models.OneToOneField(Card, models.CASCADE, null=True, blank=True, related_name="+")
    """A need or an offer that says its days."""
    practice = models.ForeignKey(
        PracticeArea, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who looks after it beside the moderators; None for rooms that came with the site or a house."""
    archived_at = models.DateTimeField(null=True, blank=True)
    """Since then it is read only and in no list; None while people talk in it."""
    keeps_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """For how long messages are kept; None: for ever. The page of the room says it."""
    slow_seconds = models.PositiveIntegerField(default=0)
    """Between two messages of one person; 0: as fast as they like."""
    always_listed = models.BooleanField(default=False)
    last_message_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RoomQuerySet.as_manager()

    floor = 0
    """What came up to this number was before the viewer's time; set by `room_for`."""
    title = ""
    """What the viewer calls it, where that is not its name; set by `realtime.chat.naming`."""
    people: tuple[User, ...] = ()
    """Who is in the conversation now; set by `realtime.chat.naming`."""
    muted = False
    """Whether the viewer wants to hear nothing of it; set by `realtime.chat.naming` and `listing`."""
    joined = False
    """Whether it is one of the viewer's own; set by `realtime.chat.listing`."""

    class Meta:
        app_label = "realtime"
        indexes = [models.Index(fields=["last_message_at", "id"], name="room_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience=ABOUT, topic__isnull=False, card=None)
                | models.Q(audience=ABOUT, topic=None, card__isnull=False)
                | models.Q(~models.Q(audience=ABOUT), topic=None, card=None),
                name="about_one_thing",
            )
        ]

    @property
    def about(self) -> Topic | Card | None:
        """What it belongs to."""
        if self.topic_id is not None:
            return self.topic
        return self.card if self.card_id is not None else None

    @property
    def archived(self) -> bool:
        """Whether nothing more is said in it: it was archived, or what it is about has ended."""
        from realtime.chat.about import has_ended

        thing = self.about if self.archived_at is None else None
        return self.archived_at is not None or (thing is not None and has_ended(thing))

    def __str__(self) -> str:
        return self.name

    @property
    def private(self) -> bool:
        return self.audience == PEOPLE

    @property
    def called(self) -> str:
        return self.title or self.name


class Conversation(models.Model):
    """What a conversation knows beside its room. Its row is the lock of who takes part."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="conversation")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="conversations"
    )
    """The organisation that was written to: whoever edits its page takes part."""
    same_as = models.CharField(max_length=120, unique=True, null=True)
    """What makes it the one that is found again: its two people, or the person, the organisation and
    the subject. Empty for all others."""

    class Meta:
        app_label = "realtime"


class Participant(models.Model):
    """A person takes part in a conversation, from an event on until they leave."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    from_seq = models.BigIntegerField(default=0)
    """They read what came after this number."""
    left_at = models.DateTimeField(null=True)
    by_choice = models.BooleanField(default=False)
    """Whether they left by themselves: then nobody brings them back but they."""
    for_organisation = models.BooleanField(default=False)
    """Takes part as an editor of the organisation, and only for as long."""
    muted = models.BooleanField(default=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_participant")]
        indexes = [
            models.Index(
                fields=["person", "room"], condition=models.Q(left_at=None), name="takes_part_now"
            )
        ]


class Message(models.Model):
    """Something said in a room. `seq` is the number of the event in which it was made. With a `kind`
    it is a line that tells who came or went: no text, nothing to edit, remove or report."""

    class Kind(models.TextChoices):
        SAID = ""
        ADDED = "added"
        """The author has added `about`."""
        JOINED = "joined"
        """The author has come in."""
        LEFT = "left"
        """The author has left, or belongs to the organisation no more."""
        SHUT = "shut"
        """The author has archived the room."""
        OPEN = "open"
        """The author has opened the room again."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    """Who wrote it, always: for everybody's eyes ask directory.voices."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="messages"
    )
    """In whose name; None: the author's own."""
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SAID, blank=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """What it answers, said earlier in the same room."""
    reactions = models.JSONField(default=dict)
    """How many have said each word of forums.reactions.kinds."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_message_a_seq")]
        indexes = [models.Index(fields=["author", "created_at", "id"], name="message_of_author")]

    @property
    def gone(self) -> bool:
        return self.removed_at is not None or self.hidden


class RoomWords(models.Model):
    """Which words stand where in a stretch of a room (`realtime.chat.words`): for finding them, nothing else. What
    has none is looked through."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    stretch = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        app_label = "realtime"
        constraints = [
            models.UniqueConstraint(fields=["room", "stretch"], name="one_row_of_words_a_stretch")
        ]


class MessageReaction(Pressed):
    """To a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        app_label = "realtime"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person", "kind"], name="message_reaction_once"
            )
        ]


class RoomSeat(models.Model):
    """A person's place in a room: how far they have read, and what they want of it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_seq = models.BigIntegerField(default=0)
    joined = models.BooleanField(default=False)
    """One of the person's own rooms: they stand first in their lists."""
    muted = models.BooleanField(default=False)
    """A room whose news do not call. (A conversation's stands in Participant.)"""

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_room_seat")]


class RoomSilence(models.Model):
    """A moderator has asked a person to be silent in a room, until then. They read on."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="silences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.TextField()
    """As the person is told it."""

    objects = SilenceQuerySet.as_manager()

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_room_silence")]


class Quotation(models.Model):
    """What somebody who reported a message of a conversation sent to the moderators: the message and a
    few beside it, as they were. All that moderators ever see of a conversation."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="quotation"
    )
    message = models.ForeignKey(Message, models.CASCADE, related_name="quotations")
    lines = models.JSONField()
    """[{"seq", "handle", "name", "at" (ISO), "text"}], the oldest first."""

    class Meta:
        app_label = "realtime"
