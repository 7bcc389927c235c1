"""Tables without a domain word: the outbox, used idempotency keys, how the parts are, the epoch of this copy."""

import uuid

from django.db import models
from django.utils import timezone


class Outbox(models.Model):
    """A change that something outside the database must still hear of. One row an object and queue."""

    queue = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    part = models.IntegerField(default=0)
    version = models.BigIntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    available_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["queue", "kind", "object_id", "part"], name="outbox_one_row_an_object"
            )
        ]
        indexes = [models.Index(fields=["queue", "available_at", "id"], name="outbox_due")]


class UsedKey(models.Model):
    """An idempotency key that made an object: unique per person, bound to the hash of the body."""

    person_id = models.BigIntegerField()
    key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "key"], name="one_use_of_a_key")
        ]


class PartState(models.Model):
    """How a part of the house is, as the background work last saw it, and since when it has been so."""

    name = models.CharField(max_length=20, primary_key=True)
    state = models.CharField(max_length=10)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)


class Epoch(models.Model):
    """Which life of the data this is. `restore` begins a new one, so that versions which come again
    cannot bring an old page back from a cache."""

    value = models.UUIDField(default=uuid.uuid4)
