"""What was done to a person's standing, and the lists by which words are looked at first."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.levels import Level
from moderation.models.decisions import Decision


class Act(models.Model):
    """What was done to a person's standing: the audit. Never changed, only followed."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("Level")
        PAUSED = "paused", _("Account paused")
        RESUMED = "resumed", _("Pause ended")
        SWEPT = "swept", _("Account paused and everything hidden")
        UNSWEPT = "unswept", _("Pause ended and everything shown again")
        SILENCED = "silenced", _("Silent in a room of the chat")
        HEARD = "heard", _("May speak in that room again")

    class Why(models.TextChoices):
        EARNED = "earned", _("by what they did here")
        EDITOR = "editor", _("looks after the page of an organisation")
        SANCTION = "sanction", _("something of theirs was hidden by a decision")
        RESTORED = "restored", _("what was hidden is shown again")
        HAND = "hand", _("set by a moderator")
        COUNTED = "counted", _("counted again, as a moderator wished")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.HAND)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """The moderator; None where it followed by itself."""
    before = models.PositiveSmallIntegerField(null=True, choices=Level.choices)
    after = models.PositiveSmallIntegerField(null=True, choices=Level.choices)
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="acts")
    """From which it followed."""
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="acts_about_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "why"],
                condition=Q(decision__isnull=False),
                name="once_for_a_decision",
            )
        ]


class Screened(models.Model):
    """A word or a site that moderators do not want to see without having looked at it first, or a
    domain of mail addresses with which nobody joins."""

    class Kind(models.TextChoices):
        WORD = "word", _("A word or words")
        SITE = "site", _("A site that texts lead to")
        MAIL = "mail", _("Mail addresses of a domain")

    kind = models.CharField(max_length=4, choices=Kind.choices)
    value = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="screened_once"),
        ]
