"""Whose reactions. They belong to the forums, as `forums.models` does."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Pressed(models.Model):
    """A person says one of the words of `reactions.kinds` of a thing: each word once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """None once the account is erased: what was said stays counted, without the person."""
    kind = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Reaction(Pressed):
    """To a post."""

    post = models.ForeignKey("forums.Post", models.CASCADE, related_name="+")

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person", "kind"], name="reaction_once_a_person"
            )
        ]
