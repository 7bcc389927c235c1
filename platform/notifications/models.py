"""What a person is told, and what they watch."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kept import models as kept  # noqa: F401  models of this room, too


class Watch(models.Model):
    """A person wants to hear of a thing: kind "topic", "forum", "organisation" …"""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "person"], name="one_watch")
        ]


class Notification(models.Model):
    """Something happened that concerns a person. `kind` is a key of notifications.kinds, which gives
    the words; `url` is where it leads. `seen_at` empty counts at the bell."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, null=True, related_name="+"
    )
    """In whose name it was done; then there is no actor, since who wrote is not for everybody."""
    subject = models.CharField(max_length=200, blank=True)
    """The title of what it is about, as it was."""
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.BigIntegerField(default=0)
    """What one must still be allowed to see for the notification to be shown."""
    url = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    """More words, such as a moderator's reason: in full, since nothing else shows it to its reader."""
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "id"], name="notification_latest"),
            models.Index(
                fields=["person"], condition=models.Q(seen_at=None), name="notification_unseen"
            ),
            models.Index(
                fields=["person", "target_kind", "target_id"], name="notification_of_target"
            ),
        ]


class SavedSearch(models.Model):
    """A person wants to hear by mail of what is new in a list. What is due is worked off in the
    background (notifications.saved.working)."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("once a week")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches"
    )
    kind = models.CharField(max_length=10)
    """A key of notifications.saved.registry: "directory", "needs", "topics"."""
    query = models.CharField(max_length=2000, blank=True)
    """The filters as the list's address writes them, without the question mark."""
    name = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    """When it was last looked at: what has come since then is new."""
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "query"], name="one_search_a_list")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(active=True), name="search_due")
        ]


class ToldHit(models.Model):
    """A search has told of this already, or it was there when the search was saved. Kept only for as
    long as the object could be met again."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    """When the object came."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "object_id"], name="one_hit_a_search")
        ]
