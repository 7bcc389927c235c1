"""Where an organisation is, when it is open, what it offers a visitor with a disability."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation
from taxonomy.models import Region


class Site(models.Model):
    """A place of an organisation. The first by `position` is the one shown in lists and on the map."""

    class Precision(models.TextChoices):
        EXACT = "exact", _("the building")
        LOCALITY = "locality", _("the village or town")
        GMINA = "gmina", _("somewhere in the gmina")
        HIDDEN = "hidden", _("not shown")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    locality = models.CharField(max_length=80, blank=True)
    gmina = models.ForeignKey(Region, models.PROTECT, null=True, related_name="sites")
    phone = models.CharField(max_length=60, blank=True)
    transport = models.CharField(max_length=300, blank=True)
    """How to get there without a car."""
    building = models.CharField(max_length=200, blank=True)
    """What one sees and looks for: a school's ground floor, a manor house with a red roof."""
    area = models.PositiveIntegerField(null=True, blank=True)
    """Floor of the whole place, in square metres."""
    hours_note = models.CharField(max_length=300, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    precision = models.CharField(
        max_length=10, choices=Precision.choices, default=Precision.LOCALITY
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "position"], name="one_site_a_position")
        ]


class OpeningPeriod(models.Model):
    """Open on one weekday from a time to a time, all year or in a season that comes back each year."""

    class Kind(models.TextChoices):
        OPEN = "open", _("open to visitors")
        OFFICE = "office", _("office")
        QUIET = "quiet", _("quiet hours")

    site = models.ForeignKey(Site, models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.OPEN)
    weekday = models.PositiveSmallIntegerField()
    """0 is Monday."""
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    """Minutes after the midnight before; `closes` is past 1440 where it is after midnight."""
    season_from = models.PositiveSmallIntegerField(null=True)
    season_to = models.PositiveSmallIntegerField(null=True)
    """First and last day of the season as month * 100 + day, both or none; it may pass New Year."""

    class Meta:
        ordering = ["season_from", "weekday", "opens"]
        indexes = [
            models.Index(fields=["kind", "weekday", "opens"], name="period_of_day"),
            # Few have a season; who has one is asked for each day of the week.
            models.Index(
                fields=["kind", "season_from", "season_to", "site"],
                condition=models.Q(season_from__isnull=False),
                name="period_of_season",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, opens__lt=1440, closes__lte=2880)
                & models.Q(closes__gt=models.F("opens")),
                name="period_fits_a_day",
            )
        ]


class OpeningException(models.Model):
    """Some days on which it is otherwise: closed, or open at other times."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="exceptions")
    first = models.DateField()
    last = models.DateField()
    opens = models.PositiveSmallIntegerField(null=True)
    closes = models.PositiveSmallIntegerField(null=True)
    """Minutes as in OpeningPeriod; both None means closed."""
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["first", "id"]
        indexes = [models.Index(fields=["first", "last"], name="exception_days")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="exception_ends_after_start"
            )
        ]


class AccessFact(models.Model):
    """What a site offers: an attribute of `directory.vocabulary.accessibility`, its value, since when we know."""

    class Value(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("nobody has checked")

    site = models.ForeignKey(Site, models.CASCADE, related_name="access")
    attribute = models.CharField(max_length=40)
    value = models.CharField(max_length=8, choices=Value.choices)
    measure = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "attribute"], name="one_fact_an_attribute")
        ]
        indexes = [models.Index(fields=["attribute", "value"])]
