"""What an organisation is part of and with whom it works; its pictures."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation
from directory.models.places import Site


class Network(models.Model):
    """A network that organisations belong to: ENO, Culture Action Europe, a local partnership …"""

    code = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=120)
    url = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class NetworkPlace(models.Model):
    """An organisation in a network: as what, and in which years."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="networks")
    network = models.ForeignKey(Network, models.CASCADE, related_name="places")
    role = models.CharField(max_length=120, blank=True)
    since = models.PositiveSmallIntegerField(null=True)
    until = models.PositiveSmallIntegerField(null=True)
    """Years; None for unknown, or for still."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "network"], name="one_place_in_a_network"
            )
        ]


class Standing(models.Model):
    """What others have said or given of an organisation, or what it has bound itself to: a certificate, an
    award, a grant, a standard. Past `until` it is a part of its story and counts for nothing any more."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("certificate")
        AWARD = "award", _("award")
        GRANT = "grant", _("grant")
        STANDARD = "standard", _("standard it keeps to")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="standings")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    title = models.CharField(max_length=160)
    giver = models.CharField(max_length=160, blank=True)
    """Who gave or keeps it."""
    url = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    """The last day on which it holds; None for one without an end."""

    class Meta:
        ordering = ["-since", "id"]


class Partnership(models.Model):
    """Two organisations that work together, or of which one is a part of the other; it shows once both
    have said so.

    `first` is the one with the smaller id, so that a pair has one row.
    """

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Organisation, models.CASCADE, related_name="asked_partnerships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    about = models.CharField(max_length=200, blank=True)
    whole = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    """The one of the two of which the other is a part (a branch); None for partners."""
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_partnership_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="partners_in_order"
            ),
        ]


class Photo(models.Model):
    """A picture of an organisation, made anew from what was sent: no EXIF, at most a known size."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("logo")
        PHOTO = "photo", _("photograph")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="photos")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="photos")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.PHOTO)
    name = models.CharField(max_length=80, unique=True)
    """The file below the media folder, named by what is in it."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300)
    """What the picture shows, in words: no picture without."""
    credit = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(kind="logo"), name="one_logo"
            ),
            models.CheckConstraint(condition=~models.Q(alt=""), name="photo_in_words"),
        ]
