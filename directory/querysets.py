"""What a viewer may see of the directory: the filter beside the checks of `directory.policies`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, is_moderator

if TYPE_CHECKING:
    from directory.models import Card, Organisation  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> OrganisationQuerySet:
        """What has been merged into another is hidden, and nobody's any more."""
        return self.filter(**({"merged_into": None} if is_moderator(viewer) else {"hidden": False}))

    def editable_by(self, viewer: Viewer) -> OrganisationQuerySet:
        """Those whose page the viewer may change: see `policies.may_edit`."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.verified:
            return self.none()
        if viewer.suspended:
            return self.none()
        if viewer.is_moderator:
            return self.visible_to(viewer)
        return self.visible_to(viewer).filter(
            Q(memberships__person=viewer, memberships__role="editor", memberships__left_at=None)
        )

    def bulk_create(
        self, objs: Iterable[Organisation], *args: Any, **options: Any
    ) -> list[Organisation]:
        rows = list(objs)
        for row in rows:
            row.dress()
        return super().bulk_create(rows, *args, **options)


def shown_cards(at: str = "") -> Q:
    """What `CardQuerySet.shown` asks, of the rows that name a card in a column: `at` leads there ("card__")."""
    return Q(**{f"{at}hidden": False, f"{at}organisation__hidden": False})


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, viewer: Viewer) -> CardQuerySet:
        """Moderators read what is hidden, nobody what was removed: see `policies.may_see_card`."""
        return self.filter(removed_at=None) if is_moderator(viewer) else self.shown()

    def shown(self) -> CardQuerySet:
        """Those that are not hidden, of organisations that are not: what anybody but moderators may see."""
        return self.filter(shown_cards())

    def readable_alike(self, viewer: Viewer) -> CardQuerySet:
        """Those whose page everybody of the viewer's standing may open: see `policies.may_read_card`."""
        if is_moderator(viewer):
            standing = Q(organisation__hidden=False) | Q(organisation__merged_into=None)
            return self.visible_to(viewer).filter(standing)
        stands = Q(fulfilled_at=None) | Q(outcome__in=("found", "elsewhere"))
        return self.visible_to(viewer).filter(stands)

    def of_houses_of(self, people: Collection[int]) -> QuerySet[Any]:
        """Those of organisations to which one of these people belongs now: `member_id` says who. Their own
        people read also what is no longer true."""
        return (
            self.shown()
            .filter(
                organisation__memberships__left_at=None,
                organisation__memberships__person__in=people,
            )
            .annotate(member_id=F("organisation__memberships__person"))
        )

    def current(self) -> CardQuerySet:
        return self.filter(fulfilled_at=None, until__gte=timezone.localdate())

    def past(self) -> CardQuerySet:
        return self.exclude(fulfilled_at=None, until__gte=timezone.localdate())

    def placed(self) -> CardQuerySet:
        """With `at_lon`, `at_lat`, `at_powiat` (a code) and `at_place` (the gmina's name): where the
        card says, else where the first place of its organisation is. A place that is not shown counts
        as the middle of its gmina. `asked` is `access` as text."""
        unknown = Q(place__precision="hidden") | Q(place__lon=None)
        return self.annotate(
            place=FilteredRelation(
                "organisation__sites", condition=Q(organisation__sites__position=0)
            ),
            asked=Cast("access", models.TextField()),
            at_place=Coalesce("gmina__name", "place__gmina__name"),
            at_powiat=Coalesce("gmina__parent__code", "place__gmina__parent__code"),
            **{
                f"at_{axis}": Case(
                    When(gmina__isnull=False, then=F(f"gmina__{axis}")),
                    When(unknown, then=F(f"place__gmina__{axis}")),
                    default=F(f"place__{axis}"),
                )
                for axis in ("lon", "lat")
            },
        )
