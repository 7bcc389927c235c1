"""The index inside the database: entries, the shelves they stand on, and the words of the index."""

from django.db import models


class Shelf(models.Model):
    """Where entries stand: what they are filtered by and counted under.

    Its id is a hash of its content, and a row never changes. So a process may remember it for good,
    and a question over many thousand entries needs no join to learn who may see them.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    audience = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    tags = models.JSONField(default=list)
    """Slugs."""
    regions = models.JSONField(default=list)
    """TERYT codes: the unit and those around it."""
    practices = models.JSONField(default=list)
    """Codes of practice areas and of the headings above them."""
    groups = models.JSONField(default=list)
    """Codes of those for whom it is."""
    dates = models.JSONField(default=list)
    """Year and month: "2026", "2026-11"."""
    organisation = models.CharField(max_length=20, blank=True)
    answered = models.BooleanField(default=False)


class Entry(models.Model):
    """One part of an object that can be found: an organisation, a note (part 0), a post of a topic
    (its number; 1 has the topic's title).

    What nobody may see has no entry. `version` is in microseconds and rises with every change, also
    over a removal, so that a late delivery to another engine cannot overwrite a newer one.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    part = models.IntegerField(default=0)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="+", db_index=False)
    version = models.BigIntegerField()
    fingerprint = models.BigIntegerField()
    """Hash of all that went into the entry and of the analyser: an equal one needs no work."""
    lemma_length = models.IntegerField(default=0)
    prefix_length = models.IntegerField(default=0)
    pair_length = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    accepted = models.BooleanField(default=False)
    helped = models.PositiveSmallIntegerField(default=0)
    replicated = models.PositiveSmallIntegerField(default=0)
    stale = models.BooleanField(default=False)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    hashes = models.BinaryField(default=bytes)
    """The entry's distinct terms as rising 32-bit hashes, little end first."""
    counts = models.BinaryField(default=bytes)
    """How often each of them occurs, a byte each, 255 at most."""
    title_hashes = models.BinaryField(default=bytes)
    """The same of the title's lemmas alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "part"], name="one_entry_a_part")
        ]
        indexes = [
            # All that a question reads of the entries it does not show.
            models.Index(
                fields=["id", "shelf", "object_id", "lemma_length", "created_at"],
                name="entry_at_a_glance",
            ),
            models.Index(fields=["shelf", "part", "created_at"], name="entry_newest"),
            models.Index(
                fields=["id", "lemma_length", "prefix_length", "pair_length"], name="entry_lengths"
            ),
        ]


class Word(models.Model):
    """A word of the entries that everybody may read: for names typed in small letters, for spelling."""

    form = models.CharField(max_length=40, unique=True)
    folded = models.CharField(max_length=50, db_index=True)
    stem = models.CharField(max_length=50, db_index=True, default="")
    """The Polish stem, folded: a slip in a form that the index does not have is mended by it."""
    documents = models.IntegerField(default=0)
    capital = models.IntegerField(default=0)
    """Times with a capital inside a sentence."""
    plain = models.IntegerField(default=0)


class WordChange(models.Model):
    """What a change of entries adds to the words and takes from them, until the drain counts it in.

    Counting at once would make every writer wait for whoever else just used the word "i".
    """

    changes = models.JSONField()
    """`{form: [documents, capital, plain]}`, each perhaps negative."""


class Alike(models.Model):
    """Phrases that mean one thing ("GOK", "gminny ośrodek kultury"): who looks for one finds all.

    Moderators keep them; they are read with each question, so the index needs no rebuild.
    """

    phrases = models.JSONField()
    """At least two, as they were written."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "alike"

    def __str__(self) -> str:
        return " = ".join(self.phrases)


class Miss(models.Model):
    """What was looked for and not found, without who looked: rows go after KEPT days (`search.misses`)."""

    text = models.CharField(max_length=80, unique=True)
    times = models.PositiveIntegerField(default=1)
    last_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["last_on"], name="miss_old")]
        verbose_name_plural = "misses"

    def __str__(self) -> str:
        return self.text


class MissWeek(models.Model):
    """The same by the week, named by its Monday."""

    week = models.DateField()
    text = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "text"], name="miss_once_a_week")]

    def __str__(self) -> str:
        return self.text


class TitleWord(models.Model):
    """A word of an entry's title, folded: what is suggested while somebody types."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="title_words")
    word = models.CharField(max_length=40, db_index=True)
