"""What people say about a thing: members by a report, anybody at all by a notice of illegal content."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """A flag: somebody says that a thing breaks a rule. One open report a person and thing."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Advertising")
        ABUSE = "abuse", _("It hurts somebody")
        OFF_TOPIC = "off_topic", _("It belongs elsewhere")
        ILLEGAL = "illegal", _("It breaks the law")
        OTHER = "other", _("Something else")

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    detail = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """Whose it was when it was reported."""
    words = models.TextField(blank=True, default="", db_default="")
    """What was reported, as it read then; "" of what is private, and once nobody can appeal any more."""
    created_at = models.DateTimeField(default=timezone.now)
    decision = models.ForeignKey("Decision", models.SET_NULL, null=True, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "reporter"],
                condition=Q(decision__isnull=True),
                name="one_open_report_a_person",
            )
        ]
        indexes = [models.Index(fields=["decision", "created_at"])]


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Notice(models.Model):
    """What somebody without an account says to be illegal, with the report that came of it. `secret` is the
    address at which they read what became of it; name and mail are kept for that alone."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="notice")
    url = models.CharField(max_length=500)
    what = models.CharField(max_length=500, blank=True)
    """The exact place on that page, in their words."""
    why = models.TextField()
    """Why they hold it to be against the law, and which."""
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    of_children = models.BooleanField(default=False)
    """Sexual abuse of children is shown: then nobody has to say who they are."""
    language = models.CharField(max_length=2, default="pl")
    secret = models.CharField(max_length=40, unique=True, default=_secret)
    created_at = models.DateTimeField(default=timezone.now)

    @property
    def number(self) -> str:
        """By which both sides speak of it."""
        return f"{self.created_at:%Y}-{self.pk:05}"

    @property
    def path(self) -> str:
        return f"/moderation/notices/{self.secret}/"
