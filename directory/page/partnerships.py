"""Partnerships as they may be shown: confirmed ones to everybody, others to those who speak for one
of the two organisations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Membership, Organisation, OrganisationKind, Partnership

SHOWN = 30
"""Partners on a page."""
PARTNER, WHOLE, PART = "partner", "whole", "part"
_OTHER = ("pk", "slug", "name", "kind", "picture", "hidden")


@dataclass(frozen=True)
class PartnerLine:
    """An organisation with which another works, or may work."""

    partnership_id: int
    pk: int
    slug: str
    name: str
    url: str
    picture: str
    kind: str
    """In the interface's language."""
    about: str
    asked_by_them: bool
    asked_at: datetime
    confirmed_at: datetime | None
    relation: str
    """What the other one is: PARTNER, WHOLE (this one is a part of it) or PART."""


def relation_of(whole: int | None, own: int) -> str:
    """What the other one of the two is to this one."""
    if whole is None:
        return PARTNER
    return PART if whole == own else WHOLE


def between(organisation_id: int, other_id: int) -> QuerySet[Partnership]:
    """The one row of a pair, whichever of the two is named first."""
    first, second = sorted((organisation_id, other_id))
    return Partnership.objects.filter(first=first, second=second)


def of(organisation_id: int) -> QuerySet[Partnership]:
    """Those of an organisation that have not ended."""
    either = Q(first=organisation_id) | Q(second=organisation_id)
    return Partnership.objects.filter(either, ended_at=None)


def lines_of(viewer: Viewer, organisation_id: int) -> list[PartnerLine]:
    """Confirmed and waiting ones, with organisations that the viewer may see, by name. One statement.
    The waiting ones are for those who speak for the organisation: whoever shows them asks first."""
    columns = [f"{side}__{name}" for side in ("first", "second") for name in _OTHER]
    rows = of(organisation_id).values(
        "pk", "about", "whole", "asked_by", "asked_at", "confirmed_at", *columns
    )
    kinds = dict(OrganisationKind.choices)
    lines = []
    for row in rows:
        side = "second" if row["first__pk"] == organisation_id else "first"
        other: dict[str, Any] = {name: row[f"{side}__{name}"] for name in _OTHER}
        if other["hidden"] and not is_moderator(viewer):
            continue
        lines.append(
            PartnerLine(
                partnership_id=row["pk"], pk=other["pk"], slug=other["slug"], name=other["name"],
                url=f"/directory/{other['slug']}/", picture=other["picture"],
                kind=str(kinds.get(other["kind"], "")), about=row["about"],
                asked_by_them=row["asked_by"] == other["pk"], asked_at=row["asked_at"],
                confirmed_at=row["confirmed_at"], relation=relation_of(row["whole"], organisation_id),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line.name.casefold(), line.pk))


def open_data_of(organisation_ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Confirmed partners of these organisations as JSON-ready objects. One statement."""
    found: dict[int, list[dict[str, str]]] = {pk: [] for pk in organisation_ids}
    shown = Partnership.objects.filter(
        Q(first__in=organisation_ids) | Q(second__in=organisation_ids),
        ended_at=None, confirmed_at__isnull=False, first__hidden=False, second__hidden=False,
    )  # fmt: skip
    sides = ("first", "second")
    columns = [f"{side}__{name}" for side in sides for name in ("pk", "slug", "name")]
    for row in shown.order_by("confirmed_at", "pk").values(*columns, "about", "whole"):
        for own, other in (sides, sides[::-1]):
            if row[f"{own}__pk"] in found:
                found[row[f"{own}__pk"]].append(
                    {
                        "slug": row[f"{other}__slug"],
                        "name": row[f"{other}__name"],
                        "about": row["about"],
                        "relation": relation_of(row["whole"], row[f"{own}__pk"]),
                    }
                )
    return found


def known_to(person: User, ids: Collection[int]) -> set[int]:
    """Those of the partnerships of which the person may hear now: they edit one of the two, and both
    can be seen."""
    own = Membership.objects.filter(
        person=person, role=Membership.Role.EDITOR, left_at=None
    ).values("organisation")
    seen = Organisation.objects.visible_to(person).values("pk")
    rows = Partnership.objects.filter(
        Q(first__in=own) | Q(second__in=own), pk__in=ids, first__in=seen, second__in=seen
    )
    return set(rows.values_list("pk", flat=True))
