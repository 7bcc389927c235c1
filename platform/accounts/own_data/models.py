"""Copies of one's own data, and the erasures that were carried out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DataCopy(models.Model):
    """A file with everything that is kept of a person, made in the background because they asked for it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    store = models.CharField(max_length=80, blank=True)
    """The name of the file (accounts.own_data.copying); empty until it is there."""
    size = models.BigIntegerField(default=0)
    """Bytes."""

    class Meta:
        app_label = "accounts"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ready_at=None), name="one_copy_is_made_at_a_time"
            )
        ]


class FormerName(models.Model):
    """What a person was called before they changed their name or their handle. Others wrote of them under it, so an
    erasure takes it out of their texts, too; nothing else reads it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    handle = models.CharField(max_length=30)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "accounts"


class Erasure(models.Model):
    """The ledger: which accounts were erased, so that a restored archive can be brought to the same state. It
    has no person's name or address: `was` is emptied as soon as the texts of others are done."""

    person_id = models.BigIntegerField(unique=True)
    joined_at = models.DateTimeField()
    """With the id it says which account is meant, also in an archive of another day."""
    at = models.DateTimeField(default=timezone.now)
    was = models.JSONField(default=dict)
    """{"handle", "name", "email", "handles", "names"} until `done_at`; the last two with the former ones."""
    done_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now)
    """When the rest is tried: later and later where it has failed, so that it holds up nobody else's."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "accounts"
