"""What an organisation is: its name, its words, what the registers know it by."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.page.pictures import picture_of
from directory.querysets import OrganisationQuerySet
from kernel import markdown
from taxonomy.models import Audience, Format, PracticeArea
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
    FILHARMONIA = "filharmonia", _("philharmonic, opera or orchestra")
    ZESPOL = "zespol", _("ensemble or choir")
    ARCHIWUM = "archiwum", _("archive")
    UTW = "utw", _("University of the Third Age")
    STRAZ = "straz", _("volunteer fire brigade")
    SPOLDZIELNIA = "spoldzielnia", _("social cooperative")
    PARAFIA = "parafia", _("parish or community of faith")
    URZAD = "urzad", _("local government")
    UCZELNIA = "uczelnia", _("university or research institute")
    EKSPERT = "ekspert", _("independent animator or expert")
    SIEC = "siec", _("network or federation")
    INNE = "inne", _("other")


class LegalForm(models.TextChoices):
    MUNICIPAL = "samorzadowa", _("municipal cultural institution")
    STATE = "panstwowa", _("state cultural institution")
    PUBLIC_UNIT = "jednostka", _("unit of a public body")
    NGO = "organizacja", _("non-governmental organisation")
    CHURCH = "koscielna", _("parish or religious body")
    COMPANY = "firma", _("company or cooperative")
    INFORMAL = "nieformalna", _("informal")


class Reach(models.TextChoices):
    """How far its work goes."""

    NEIGHBOURHOOD = "sasiedztwo", _("a village or neighbourhood")
    GMINA = "gmina", _("the gmina")
    POWIAT = "powiat", _("the powiat")
    REGION = "wojewodztwo", _("the region")
    COUNTRY = "kraj", _("the whole country")
    WORLD = "swiat", _("other countries too")


class Preferred(models.TextChoices):
    """How it likes best to be reached."""

    PHONE = "telefon", _("by telephone")
    SMS = "sms", _("by text message")
    EMAIL = "email", _("by e-mail")
    CHAT = "rozmowa", _("here, in the chat room")
    VISIT = "wizyta", _("in person")


TEXTS = {"description": "html", "description_en": "html_en", "easy": "easy_html"}
"""Texts that are written in Markdown, and where each is kept as it is shown."""


class Organisation(models.Model):
    """One house on the square. `version` rises with every change that shows on its page."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    former_names = models.CharField(max_length=300, blank=True)
    sort_name = models.CharField(max_length=620, blank=True, editable=False)
    """The name as lists are ordered by it (taxonomy.spelling.polish): the same order on any database."""
    kind = models.CharField(
        max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.INNE
    )
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    html = models.TextField(blank=True)
    lang = models.CharField(max_length=2, default="pl")
    summary_en = models.CharField(max_length=300, blank=True)
    description_en = models.TextField(blank=True)
    html_en = models.TextField(blank=True)
    """The same in English, for those whose own texts are Polish."""
    easy = models.TextField(blank=True)
    easy_html = models.TextField(blank=True)
    """Easy to read (ETR), in Polish: who they are and how to come, in short sentences."""
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    bip = models.CharField(max_length=300, blank=True)
    """The address of its pages in the Public Information Bulletin."""
    e_delivery = models.CharField(max_length=40, blank=True)
    """Its address for electronic delivery (e-Doręczenia)."""
    preferred = models.CharField(max_length=10, choices=Preferred.choices, blank=True)
    declaration = models.CharField(max_length=300, blank=True)
    declared_on = models.DateField(null=True, blank=True)
    """Its declaration of accessibility: where it stands, when it was last looked over."""
    # What the registers know it by (directory.vocabulary.registers): figures alone, "" where there is none.
    nip = models.CharField("NIP", max_length=10, blank=True, db_index=True)
    regon = models.CharField("REGON", max_length=14, blank=True, db_index=True)
    krs = models.CharField("KRS", max_length=10, blank=True, db_index=True)
    rik = models.CharField("RIK", max_length=40, blank=True)
    isil = models.CharField("ISIL", max_length=16, blank=True)
    wikidata = models.CharField("Wikidata", max_length=20, blank=True)
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices, blank=True)
    organiser = models.CharField(max_length=200, blank=True)
    """The body that runs it: a gmina, an association."""
    founded = models.PositiveSmallIntegerField(null=True, blank=True)
    reach = models.CharField(max_length=12, choices=Reach.choices, blank=True)
    projects = models.CharField(max_length=600, blank=True)
    """What it is working on at present."""
    shown_to = models.JSONField(default=dict, blank=True)
    """Who sees its telephone and e-mail: {"phone": a value of Contact.Shown}; everybody unless it says."""
    languages = models.JSONField(default=list, blank=True)
    practices = models.ManyToManyField(PracticeArea, blank=True, related_name="organisations")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="organisations")
    formats = models.ManyToManyField(Format, blank=True, related_name="organisations")
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
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    """When its editors were last asked by mail whether it is still right."""
    times_asked = models.PositiveSmallIntegerField(default=0)
    """How often they were asked since somebody last confirmed it: once, and once more after a month."""
    told_at = models.DateTimeField(null=True, blank=True)
    """When its people were last told of matches: at most once a week."""
    moderated = models.BooleanField(default=False)
    """Whether changes that matter wait for a moderator; the old version stays public meanwhile."""
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged")
    """The record that took this one's place; this one is hidden for good and leads there."""

    edit: Any = None
    """The edit that is going on (directory.actions.writing.Edit); no column."""

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
        for text, html in TEXTS.items():
            if getattr(self, text) and not getattr(self, html):
                setattr(self, html, markdown.render(getattr(self, text)))

    def save(self, *args: Any, update_fields: Any = None, **options: Any) -> None:
        self.dress()
        if update_fields is not None:
            update_fields = {*update_fields, "sort_name", "picture"}
        super().save(*args, update_fields=update_fields, **options)
