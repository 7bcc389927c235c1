"""Who is looking at what of the queue just now."""

from django.conf import settings
from django.db import models


class Hold(models.Model):
    """ "I am looking at it": lapses by itself, and stops nobody from deciding."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="held_by_one_moderator")
        ]
