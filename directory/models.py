"""Organisations, where they are, what they offer a visitor with a disability, who speaks for them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.pictures import picture_of
from directory.querysets import CardQuerySet, OrganisationQuerySet
from kernel import markdown
from taxonomy.models import Audience, PracticeArea, Region
from taxonomy.spelling import polish


class OrganisationKind(models.TextChoices):
    DOM_KULTURY = "dom_kultury", _("culture centre")
    SWIETLICA = "swietlica", _("village community room")
    DOM_LUDOWY = "dom_ludowy", _("village hall")
    BIBLIOTEKA = "biblioteka", _("library")
    MUZEUM = "muzeum", _("museum")
    GALERIA = "galeria", _("gallery")
    TEATR = "teatr", _("theatre")
    KINO = "kino", _("cinema")
    SZKOLA_ARTYSTYCZNA = "szkola_artystyczna", _("art school")
    SZKOLA = "szkola", _("school")
    STOWARZYSZENIE = "stowarzyszenie", _("association")
    FUNDACJA = "fundacja", _("foundation")
    GRUPA_NIEFORMALNA = "grupa_nieformalna", _("informal group")
    KOLO_GOSPODYN = "kolo_gospodyn", _("rural women's circle")
    INSTYTUT = "instytut", _("institute")
    KLUB = "klub", _("club or manor house")
    INNE = "inne", _("other")


class Organisation(models.Model):
    """One house on the square. `version` rises with every change that shows on its page."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=620, blank=True, editable=False)
    """The name as lists are ordered by it (taxonomy.spelling.polish): the same order on any database."""
    kind = models.CharField(
        max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.INNE
    )
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    html = models.TextField(blank=True)
    lang = models.CharField(max_length=2, default="pl")
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    # What the registers know it by (directory.registers): figures alone, "" where there is none.
    nip = models.CharField("NIP", max_length=10, blank=True, db_index=True)
    regon = models.CharField("REGON", max_length=14, blank=True, db_index=True)
    krs = models.CharField("KRS", max_length=10, blank=True, db_index=True)
    rik = models.CharField("RIK", max_length=40, blank=True)
    languages = models.JSONField(default=list, blank=True)
    practices = models.ManyToManyField(PracticeArea, blank=True, related_name="organisations")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="organisations")
    is_example = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    source_key = models.CharField(max_length=120, blank=True, db_index=True)
    picture = models.TextField(blank=True)
    """The house drawn for it (kernel.pictures), made when kind or slug change."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When one of its editors last said that the page is right; None: nobody has yet."""

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "id"]),
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["updated_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/directory/{self.slug}/"

    def dress(self) -> None:
        """Makes what is derived from name, kind, slug and description; done by every save and
        bulk_create, so that rows from wherever are whole."""
        self.sort_name = polish(self.name)[:620]
        self.picture = picture_of(self.kind, self.slug)
        if self.description and not self.html:
            self.html = markdown.render(self.description)

    def save(self, *args: Any, update_fields: Any = None, **options: Any) -> None:
        self.dress()
        if update_fields is not None:
            update_fields = {*update_fields, "sort_name", "picture"}
        super().save(*args, update_fields=update_fields, **options)


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


class AccessFact(models.Model):
    """What a site offers: an attribute of `directory.accessibility`, its value, since when we know."""

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


class Membership(models.Model):
    """A person who belongs to an organisation; editors change its page. `left_at` ends it."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("edits the page")
        MEMBER = "member", _("belongs to it")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership")
        ]


class Card(models.Model):
    """A need or an offer of an organisation, until a day. Shown at /directory/needs/."""

    class Kind(models.TextChoices):
        NEED = "need", _("seeks")
        OFFER = "offer", _("has")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="cards")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    until = models.DateField()
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until", "created_at"])]
