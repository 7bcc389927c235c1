"""What the pages of the set-up show. They are administrators' alone: each page asks `administrator` first, and
what it reads here is everything there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Role, User
from forums.models import Forum
from place.models import Change
from realtime.chat.actions.settle_room import common_rooms
from realtime.chat.models import Room
from taxonomy.former import uses_of
from taxonomy.models import OldPractice, PracticeArea, Region

PEOPLE, ROOMS, CHANGES = 30, 200, 50


def forums() -> list[Forum]:
    return list(Forum.objects.order_by("position", "id"))


def forum(pk: int) -> Forum:
    return get_object_or_404(Forum, pk=pk)


def rooms() -> list[Room]:
    return list(common_rooms()[:ROOMS])


def room(pk: int) -> Room:
    return get_object_or_404(common_rooms(), pk=pk)


def people_with_roles() -> list[User]:
    active = User.objects.filter(is_active=True)
    return list(active.exclude(role=Role.MEMBER).order_by("role", "name"))


def people_called(q: str) -> list[User]:
    """By a part of the name, the beginning of the handle, or the whole e-mail address; none for no words."""
    if not q:
        return []
    active = User.objects.filter(is_active=True)
    found = active.filter(name__icontains=q) | active.filter(handle__startswith=q.lower())
    return list((found | active.filter(email=q.lower())).order_by("name")[:PEOPLE])


def practices() -> list[tuple[PracticeArea, list[PracticeArea]]]:
    """The headings, each with what stands under it."""
    areas = list(PracticeArea.objects.order_by("position", "code"))
    return [
        (heading, [area for area in areas if area.parent_id == heading.pk])
        for heading in areas
        if heading.parent_id is None
    ]


def practice(pk: int) -> PracticeArea:
    return get_object_or_404(PracticeArea.objects.select_related("parent"), pk=pk)


@dataclass(frozen=True)
class Ending:
    """What stands in the way of removing a practice area: things that have it, areas under it."""

    area: PracticeArea
    uses: int
    below: int

    @property
    def free(self) -> bool:
        return not self.uses and not self.below and not self.area.former.exists()


def ending_of(area: PracticeArea) -> Ending:
    return Ending(area, uses_of(area), area.children.count())


def removed_practices() -> list[OldPractice]:
    """Those that were removed, and can be put back."""
    return list(OldPractice.objects.filter(area=None).order_by("name_pl"))


def units() -> list[tuple[str, int]]:
    """How many units of each level are loaded, and how many have a border."""
    counts = dict(Region.objects.order_by().values_list("level").annotate(n=Count("pk")))
    return [
        (_("voivodeships"), counts.get("wojewodztwo", 0)),
        (_("powiats"), counts.get("powiat", 0)),
        (_("gminas"), counts.get("gmina", 0)),
        (_("with a border on the map"), Region.objects.exclude(outline="").count()),
    ]


def changes(before: int | None) -> tuple[Sequence[Change], int | None]:
    """The newest first, those before an id; and the id after which it goes on, None at the end."""
    rows = Change.objects.select_related("by").order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before))[: CHANGES + 1])
    return found[:CHANGES], found[CHANGES - 1].pk if len(found) > CHANGES else None
