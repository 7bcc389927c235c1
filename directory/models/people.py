"""Who belongs to an organisation, and who may be asked there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation


class Membership(models.Model):
    """A person who belongs to an organisation; editors change its page. `left_at` ends it."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("edits the page")
        MEMBER = "member", _("belongs to it")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    asked = models.BooleanField(default=True)
    """Whether an editor is asked by mail, once a year, if the page is still right."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership")
        ]


class Contact(models.Model):
    """Somebody whom one can ask. Whoever is named has agreed to what each `*_shown` says."""

    class Shown(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        PEOPLE = "people", _("people with an account")
        EDITORS = "editors", _("editors and moderators")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    name_shown = models.CharField(max_length=9, choices=Shown.choices, default=Shown.EVERYBODY)
    phone = models.CharField(max_length=60, blank=True)
    phone_shown = models.CharField(max_length=9, choices=Shown.choices, default=Shown.EVERYBODY)
    email = models.EmailField(blank=True)
    email_shown = models.CharField(max_length=9, choices=Shown.choices, default=Shown.EVERYBODY)
    for_access = models.BooleanField(default=False)
    """Whether this is the one to ask about accessibility."""

    class Meta:
        ordering = ["position", "id"]
