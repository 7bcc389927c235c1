"""What a viewer may see of the directory: the filter beside the checks of `directory.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts.viewer import Viewer, is_moderator

if TYPE_CHECKING:
    from directory.models import Card, Organisation  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> OrganisationQuerySet:
        return self if is_moderator(viewer) else self.filter(hidden=False)


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, viewer: Viewer) -> CardQuerySet:
        return self if is_moderator(viewer) else self.filter(organisation__hidden=False)

    def current(self) -> CardQuerySet:
        return self.filter(fulfilled_at=None, until__gte=timezone.localdate())
