"""How a record came to be what it is: changes, claims, former addresses."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation


class Change(models.Model):
    """One edit of a record: what it was before and after, of the fields that differ.

    `before` and `after` map a field's name (directory.vocabulary.fields; "access.CODE" for an accessibility fact)
    to its JSON-ready value. A waiting change has been written by an editor and shows nowhere yet.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("done")
        WAITING = "waiting", _("waits for review")
        REJECTED = "rejected", _("not taken")
        WITHDRAWN = "withdrawn", _("taken back")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    """The version that it made; of a waiting one, that on which it was written."""
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.APPLIED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=120, blank=True)
    """What made it where nobody did: an import's name."""
    comment = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    private = models.JSONField(default=list, blank=True)
    """Names of those of its fields that were not for everybody when it was made."""
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="change_latest"),
            models.Index(
                fields=["id"], condition=models.Q(status="waiting"), name="change_waiting"
            ),
        ]


class Claim(models.Model):
    """A person says that they speak for an organisation whose record nobody looks after."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("not accepted")
        WITHDRAWN = "withdrawn", _("taken back")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    email = models.EmailField(blank=True)
    """An address at the organisation's own domain, to which a link was sent; "" for none."""
    evidence = models.TextField(blank=True)
    """What the person writes to the moderators instead."""
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(status="open"),
                name="one_open_claim",
            )
        ]


class OldAddress(models.Model):
    """An address that an organisation had, or that of a twin that was merged into it."""

    slug = models.SlugField(max_length=120, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="old_addresses")
    at = models.DateTimeField(default=timezone.now)
