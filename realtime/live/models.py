"""What has happened in a channel, counted from 1 without gaps. Wires give hints; this is true."""

from django.db import models
from django.utils import timezone


class Stream(models.Model):
    """A channel that counts: kind "room" or "topic" and the object's id. Its row is the lock."""

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_stream")]


class StreamEvent(models.Model):
    """One thing that happened: a message or post was made, changed or removed. A replay carries the
    object's present state, so the row only points at it."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    type = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "realtime"
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="one_event_a_seq")]
