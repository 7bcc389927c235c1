"""Reports of members, decisions of moderators. Each decision names its ground and its reason."""

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


class Decision(models.Model):
    """What a moderator decided about a thing, why, and by which rule. Never changed, only followed."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("Leave it")
        HIDE = "hide", _("Hide it")
        RESTORE = "restore", _("Show it again")

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions_received"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    rule = models.CharField(max_length=10, choices=Report.Reason.choices)
    reason = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id", "created_at"])]
