"""Browsers that are to be told of a person's news while no page is open."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PushSubscription(models.Model):
    """A browser of a person, at its maker's push service. It ends with the log-in that made it: who logs
    out on a shared computer leaves nothing behind."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=500, unique=True)
    """Where the service takes messages for this browser."""
    key = models.CharField(max_length=100)
    """The browser's public key, and a secret that it shares with us (RFC 8291): base64url."""
    secret = models.CharField(max_length=40)
    session = models.CharField(max_length=64)
    """A digest of the session in which it was made."""
    auth_hash = models.CharField(max_length=128)
    """With which password: a new one ends it."""
    browser = models.CharField(max_length=80, blank=True)
    """What the person knows it by."""
    told_up_to = models.BigIntegerField(default=0)
    """The id of the last notification that it was told of, or that was there before."""
    tries = models.PositiveSmallIntegerField(default=0)
    """Failures in a row."""
    next_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "realtime"
        indexes = [models.Index(fields=["next_at"], name="push_next")]
