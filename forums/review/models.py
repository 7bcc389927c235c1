"""What waits for a moderator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.review.kinds import Cause, State


class Waiting(models.Model):
    """A reply (`topic`), or a new topic (without), as it was sent. Once decided it is kept: its author
    can read what became of it."""

    forum = models.ForeignKey("forums.Forum", models.CASCADE, related_name="waiting")
    topic = models.ForeignKey("forums.Topic", models.CASCADE, null=True, related_name="waiting")
    parent = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="waiting")
    organisation = models.ForeignKey(
        "directory.Organisation", models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    tags = models.JSONField(default=list)
    region = models.ForeignKey("taxonomy.Region", models.SET_NULL, null=True, related_name="+")
    asks_detail = models.BooleanField(default=False)
    """It says what is missing to answer the question (forums.actions.ask_for_detail)."""
    lang = models.CharField(max_length=2)
    body = models.TextField()
    html = models.TextField()
    key = models.CharField(max_length=100, null=True)
    sent_hash = models.CharField(max_length=64, blank=True)
    """Of the words as they were sent: the same key must bring the same ones."""
    cause = models.CharField(max_length=8, choices=Cause.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    """Rises with every change of the author: a moderator decides about what they have read."""
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    """Why it was refused: the author reads it."""
    post = models.OneToOneField("forums.Post", models.SET_NULL, null=True, related_name="waited_as")
    """What it has become."""

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at", "id"], condition=Q(state="waiting"), name="what_waits"
            ),
            models.Index(fields=["author", "state"], name="what_of_an_author_waits"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "key"], condition=Q(key__isnull=False), name="one_send_waits_once"
            )
        ]

    @property
    def open(self) -> bool:
        return self.state == State.WAITING
