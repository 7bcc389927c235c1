"""What administrators have said of the place: its settings, its documents, and the record of every change."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Settings(models.Model):
    """The one row of what was set here. What is not among `values` is as the environment says
    (place.saying); `version` rises with every change."""

    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "settings"


class Logo(models.Model):
    """The picture beside the name of the place. One row at most; `mark` is part of its address."""

    mark = models.CharField(max_length=32)
    image = models.BinaryField()
    """WebP, drawn anew."""


class Change(models.Model):
    """Who changed what of the place, and how it was before. Never changed, only followed."""

    what = models.CharField(max_length=80)
    """Such as "settings:contacts", "forum:ogolne", "role:ola", "document:rules"."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.what


class Wording(models.Model):
    """A document as it reads from a day on: the rules, say. Never changed: the next one follows it."""

    class Kind(models.TextChoices):
        RULES = "rules", _("House rules")
        PRIVACY = "privacy", _("Privacy")
        TERMS = "terms", _("Terms of use")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField()
    body_pl = models.TextField()
    body_en = models.TextField()
    html_pl = models.TextField()
    html_en = models.TextField()
    summary_pl = models.CharField(max_length=500, blank=True)
    """What is other than before, in a few words."""
    summary_en = models.CharField(max_length=500, blank=True)
    matters = models.BooleanField(default=True)
    """Whether it changes what people may or must do; else only slips were mended."""
    in_force = models.DateField()
    published_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    """Taken back before its day: it was never in force."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="wordings_without_gaps")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
