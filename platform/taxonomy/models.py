"""The shared words: tags, practice areas, audiences, and the region's units."""

from django.db import models
from taggit.models import ItemBase, TagBase

from taxonomy.slugs import slug

TAGS: str = "tags"
"""For `prefetch_related`: the type checker cannot see taggit's manager behind the plain word."""


class Tag(TagBase):
    """A word that people put on topics and notes. Its slug is the folded word: "łódź" is "lodz"."""

    class Meta:
        # Of all tags. Those of one topic are ordered by its TaggableManager, which overlooks this.
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        word = slug(tag) or "tag"
        return word if i is None else f"{word}-{i}"


class TagSynonym(models.Model):
    """Another word for a tag: whoever types it gets the tag. Without one it is a word that is no tag here."""

    name = models.CharField(max_length=100, unique=True)
    """In small letters, as people type it."""
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="synonyms")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tagged(ItemBase):
    """What a room's own through table inherits: the tag, with an index for "all with this tag"."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        abstract = True


class Word(models.Model):
    """A word of a closed list, in both languages. `code` is what addresses and files use."""

    code = models.SlugField(max_length=50, unique=True)
    name_pl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The word in the interface's language."""
        from django.utils.translation import get_language

        return self.name_en if (get_language() or "pl").startswith("en") else self.name_pl


class PracticeArea(Word):
    """What people do: theatre, crafts, heritage … in two levels; one without a parent is a heading
    that can be chosen too."""

    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")


class OldPractice(models.Model):
    """A practice area that is none any more: joined with another (`area`), or removed. Its code stands in addresses,
    files and records, so that it is never given to another area."""

    code = models.SlugField(max_length=50, unique=True)
    name_pl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey(PracticeArea, models.SET_NULL, null=True, related_name="+")
    """Under which heading it stood."""
    area = models.ForeignKey(PracticeArea, models.CASCADE, null=True, related_name="former")
    """What everything that had it has now; None: it was removed, unused."""

    def __str__(self) -> str:
        return self.code


class Audience(Word):
    """For whom: children, seniors …"""


class Format(Word):
    """How people meet: workshop, walk, exhibition …"""


class Region(models.Model):
    """A unit of the region, by its TERYT code: voivodeship (2 digits), powiat (4), gmina (6)."""

    class Level(models.TextChoices):
        VOIVODESHIP = "wojewodztwo"
        POWIAT = "powiat"
        GMINA = "gmina"

    code = models.CharField(max_length=6, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    outline = models.TextField(blank=True)
    """The border as an SVG path in the map's own units (see taxonomy.geography); empty if unknown."""
    mesh = models.TextField(blank=True)
    """The lines between its children, each drawn once, as an SVG path."""
    x0 = models.FloatField(null=True)
    y0 = models.FloatField(null=True)
    x1 = models.FloatField(null=True)
    y1 = models.FloatField(null=True)
    """The box of the outline, in the map's own units; y grows southwards."""
    seat = models.BooleanField(default=False)
    """Whether this gmina is the town that the map names its powiat by."""
    credit = models.CharField(max_length=200, blank=True)
    """What a page that shows the map says of its source (top units alone)."""

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["level", "name"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the unit is called in a sentence: "powiat krakowski", "Kraków", "gmina Skawina".

        The names of Polish units are not translated: an address needs them as they are.
        """
        if self.level == self.Level.VOIVODESHIP:
            return f"województwo {self.name}"
        if self.level == self.Level.POWIAT:
            return self.name if self.name[:1].isupper() else f"powiat {self.name}"
        return f"gmina {self.name}"


class Edition(models.Model):
    """How often what a list shows has changed. See taxonomy.editions."""

    name = models.CharField(max_length=40, unique=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
