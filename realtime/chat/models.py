"""Rooms and messages."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.viewer import Audience
from directory.models import Organisation
from realtime.chat.querysets import MessageQuerySet, RoomQuerySet


class Room(models.Model):
    """A place to talk. An organisation's is there from its first day, and listed with a message."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, blank=True, related_name="room"
    )
    always_listed = models.BooleanField(default=False)
    last_message_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RoomQuerySet.as_manager()

    class Meta:
        app_label = "realtime"
        indexes = [models.Index(fields=["last_message_at", "id"], name="room_latest")]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """Something said in a room. `seq` is the number of the event in which it was made."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = MessageQuerySet.as_manager()

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_message_a_seq")]
        indexes = [models.Index(fields=["author", "created_at", "id"], name="message_of_author")]

    @property
    def gone(self) -> bool:
        return self.removed_at is not None or self.hidden


class RoomSeat(models.Model):
    """A person's place in a room: how far they have read."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_seq = models.BigIntegerField(default=0)

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_room_seat")]
