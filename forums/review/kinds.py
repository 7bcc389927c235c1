from django.db import models
from django.utils.translation import gettext_lazy as _


class Review(models.TextChoices):
    """Whose words in a forum wait for a moderator."""

    OFF = "off", _("nobody’s")
    FIRST = "first", _("the first of each person who is new here")
    THREE = "three", _("the first three of each person who is new here")
    ALL = "all", _("everything by those who are new here")


FIRST_OF = {Review.FIRST: 1, Review.THREE: 3}
"""How many approved posts it takes."""


class Cause(models.TextChoices):
    """Why something waits. The author reads the same sentence for all of them."""

    FORUM = "forum", _("the forum asks for it")
    JOINED = "joined", _("they joined faster than anybody types")
    FAST = "fast", _("written faster than anybody types")
    SAME = "same", _("the same text as elsewhere")
    WORD = "word", _("a word on the list")
    SITE = "site", _("leads to a site on the list")


def ground_of(cause: str) -> str:
    """The slug of the ground that a cause speaks for, where a moderator names none."""
    return "spam" if cause in (Cause.SAME, Cause.SITE) else "other"


class State(models.TextChoices):
    WAITING = "waiting", _("waits for a moderator")
    APPROVED = "approved", _("published")
    REFUSED = "refused", _("not published")
    WITHDRAWN = "withdrawn", _("taken back")
