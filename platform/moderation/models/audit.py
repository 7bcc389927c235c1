"""What moderators and administrators did, for good: rows are added, and the database lets nobody change or
delete one. Each carries a hash over itself and the row before it."""

from django.db import models


class Entry(models.Model):
    """One deed. It holds ids, codes and figures alone, so that a person can be forgotten and the chain still
    holds; sentences that people wrote are beside it (EntryWords)."""

    number = models.PositiveBigIntegerField(unique=True)
    """From 1, without gaps."""
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    deed = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=20, blank=True)
    object_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    """Whom it was about."""
    figures = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]


class EntryWords(models.Model):
    """What was said with it; no part of the chain, and gone when the person is forgotten."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="words")
    text = models.TextField()
