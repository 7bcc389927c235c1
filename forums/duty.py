"""Which forums a moderator looks after: those for which they are named, or all where they are named for none."""

from django.conf import settings
from django.db import models

from accounts.models import User


class ForumDuty(models.Model):
    """A moderator looks after this forum. Who has no such row looks after every forum; an administrator
    always does."""

    forum = models.ForeignKey("forums.Forum", models.CASCADE, related_name="duties")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="forum_duties"
    )

    class Meta:
        app_label = "forums"
        constraints = [
            models.UniqueConstraint(fields=["forum", "person"], name="named_once_for_a_forum")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.forum}"


def in_charge(moderator: User, forum_id: int) -> bool:
    named = forums_of_duty(moderator)
    return named is None or forum_id in named


def forums_of_duty(moderator: User) -> set[int] | None:
    """The ids of the forums that a moderator looks after; None for all of them."""
    if moderator.is_staff:
        return None
    return (
        set(ForumDuty.objects.filter(person=moderator).values_list("forum_id", flat=True)) or None
    )
