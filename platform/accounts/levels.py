"""How well a person is known here. It decides how much they may do at once, and nothing about what their
words are worth: nobody but they and the moderators sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """A closed set; the numbers are their order. What leads to each: moderation.levels."""

    NEWCOMER = 0, _("new here")
    MEMBER = 1, _("at home here")
    REGULAR = 2, _("often here")
    CURATOR = 3, _("looks after the place")
