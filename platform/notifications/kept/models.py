from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class KeptThing(models.Model):
    """A person keeps a thing for later. Nobody else sees it; title and address are as they were."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept")
    target_kind = models.CharField(max_length=20)
    """A key of moderation.registry.kinds."""
    target_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    remark = models.CharField(max_length=300, blank=True)
    """What the person wants to remember about it."""
    remind_at = models.DateTimeField(null=True)
    """When they are told of it once; None: not at all, or told."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "notifications"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "target_kind", "target_id"], name="kept_once_a_person"
            )
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="kept_latest"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="kept_due"
            ),
        ]
