"""Thanks. They belong to the forums, as `forums.models` does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation

WORDS_LIMIT = 200


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def visible_to(self, viewer: Viewer) -> ThanksQuerySet:
        """Those that are not hidden, nor for a post that the viewer may not read now."""
        from forums.models import Post

        readable = Post.objects.visible_to(viewer).values("pk")
        shown = self.filter(Q(for_post=False) | Q(post__in=readable))
        return shown if is_moderator(viewer) else shown.filter(hidden=False)


class Thanks(models.Model):
    """`giver` thanks `person` or `organisation`, for a post or for everything."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """None once the account is erased."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="thanks"
    )
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="thanks")
    post = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="thanks")
    for_post = models.BooleanField(default=False)
    """Whether it was for a post: should that be erased, the thanks are for nobody's eyes."""
    words = models.CharField(max_length=WORDS_LIMIT, blank=True)
    lang = models.CharField(max_length=2, default="pl")
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        app_label = "forums"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="thanks_are_to_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(fields=["giver", "post"], name="thanks_once_a_post"),
            models.UniqueConstraint(
                fields=["giver", "person"],
                condition=Q(for_post=False),
                name="thanks_once_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="thanks_of_person"),
            models.Index(fields=["organisation", "id"], name="thanks_of_house"),
        ]
