"""What organisations seek and have, and what became of the matches."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation
from directory.querysets import CardQuerySet
from taxonomy.models import Audience, PracticeArea, Region

SOON = timedelta(days=10)


class Card(models.Model):
    """A need or an offer of an organisation, until a day. Shown at /directory/needs/."""

    class Kind(models.TextChoices):
        NEED = "need", _("seeks")
        OFFER = "offer", _("has")

    class What(models.TextChoices):
        PARTNER = "partner", _("partner")
        ROOM = "room", _("room")
        EQUIPMENT = "equipment", _("equipment")
        EXPERTISE = "expertise", _("expertise")
        EXHIBITION = "exhibition", _("exhibition")
        AUDIENCE = "audience", _("audience")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        FOUND = "found", _("found here")
        ELSEWHERE = "elsewhere", _("found elsewhere")
        GONE = "gone", _("no longer")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="cards")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    what = models.CharField(max_length=10, choices=What.choices, default=What.OTHER)
    practices = models.ManyToManyField(PracticeArea, blank=True, related_name="+")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="+")
    gmina = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="+")
    """Where; None: where the organisation is."""
    radius_km = models.PositiveSmallIntegerField(null=True, blank=True)
    """How far from there is still fine; None: anywhere."""
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    """When it is needed or can be had; both or none."""
    access = models.JSONField(default=list, blank=True)
    """Codes of directory.vocabulary.accessibility.NEEDS that a need asks for."""
    capacity = models.PositiveIntegerField(null=True, blank=True)
    """For how many people."""
    gives = models.CharField(max_length=300, blank=True)
    """What it gives, or wants, in return."""
    until = models.DateField()
    told_of_end = models.DateField(null=True, blank=True)
    """The last day of whose coming its people have been told: another `until` is told again."""
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    """How it was closed; what is no longer true is shown to its own people alone."""
    hidden = models.BooleanField(default=False)
    """Moderators have hidden it, and read it on."""
    removed_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody reads it any more, by a decision; it is hidden then too."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | models.Q(hidden=True),
                name="a_removed_card_is_hidden",
            )
        ]
        indexes = [
            models.Index(fields=["until", "created_at"]),
            models.Index(fields=["created_at", "id"], name="card_latest"),
            models.Index(
                fields=["kind", "what", "until"],
                condition=models.Q(fulfilled_at=None),
                name="card_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/directory/needs/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None and self.until >= timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        """Whether its people should think of prolonging it."""
        return self.is_open and self.until <= timezone.localdate() + SOON


class FoundWith(models.Model):
    """With which organisation the people of a card have found one another, and what that one says to it.

    Everybody reads it once it has agreed; until then the two know of it alone. What was declined stays as a
    row that nobody but the two sees, so that the same is not asked again and again.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="found_with")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "organisation"], name="named_once_a_card"),
            models.UniqueConstraint(
                fields=["card"], condition=models.Q(declined_at=None), name="one_found_a_card"
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_at=None) | models.Q(declined_at=None),
                name="agreed_or_declined",
            ),
        ]


class NotForUs(models.Model):
    """People of one side said that these two cards do not fit; it lowers only this pair."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="refusals")
    other = models.ForeignKey(Card, models.CASCADE, related_name="refused_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "other"], name="one_refusal_a_pair")]


class ToldMatch(models.Model):
    """The people of `card` have been told of `other`: once, and together with others of that week."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="told")
    other = models.ForeignKey(Card, models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "other"], name="told_once")]
