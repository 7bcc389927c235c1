"""What leads from one room to another."""

from django.db import models
from django.db.models import Q


class NoteLink(models.Model):
    """A post, or another note, leads to a note. Kept in step by curation.links."""

    note = models.ForeignKey("notes.PracticeNote", models.CASCADE, related_name="+")
    post = models.ForeignKey("forums.Post", models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey("notes.PracticeNote", models.CASCADE, null=True, related_name="+")
    opens = models.BooleanField(default=False)
    """The post opens a conversation about the note: it is a topic's first, and begins with the link."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(source__isnull=True),
                name="a_link_is_in_a_post_or_in_a_note",
            ),
            models.UniqueConstraint(fields=["post", "note"], name="one_link_a_post"),
            models.UniqueConstraint(fields=["source", "note"], name="one_link_a_note"),
        ]
        indexes = [models.Index(fields=["note", "opens"], name="links_to_note")]
