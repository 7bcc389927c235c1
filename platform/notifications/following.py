"""Everything of which a person has said how much they want to hear: read in pieces of fixed cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from forums.access import tags_in_use
from forums.models import Forum, Topic
from forums.paths import forum_path, tag_path, topic_path
from kernel.paging import Slice, keyset
from notifications.levels import FORUM, NAMES, TAG, TOPIC
from notifications.models import Level, SavedSearch, Watch
from taxonomy.models import Tag

SHOWN = 40
SHOWS = {"following": (Level.WATCHING, Level.TRACKING), "muted": (Level.MUTED,)}


@dataclass(frozen=True)
class Followed:
    """A thing with the level that was chosen for it. What may no longer be seen has no name: its row is
    still the person's to take away."""

    kind: str
    pk: int
    level: str
    name: str = ""
    url: str = ""
    note: str = ""


def followed(person: User, kind: str, show: str, cursor: str | None) -> Slice[Watch]:
    """The rows of one kind, what was chosen last first."""
    rows = Watch.objects.filter(person=person, kind=kind, level__in=SHOWS[show])
    return keyset(rows, order=("-pk",), cursor=cursor, limit=SHOWN)


def interests_of(person: User) -> list[tuple[str, str]]:
    """The tags that a person follows, as (name, address). Who follows a tag hears of what is asked under
    it, at the bell or in the digest: interests are not asked for a second time."""
    rows = Watch.objects.filter(person=person, kind=TAG, level__in=SHOWS["following"])
    pks = list(rows.order_by("-pk").values_list("object_id", flat=True)[:SHOWN])
    tags = (
        Tag.objects.filter(pk__in=pks).order_by("name").values_list("name", "slug") if pks else []
    )
    return [(name, tag_path(slug)) for name, slug in tags]


def has_said(person: User, kind: str, object_id: int) -> bool:
    """Whether they have chosen a level for this thing."""
    return Watch.objects.filter(person=person, kind=kind, object_id=object_id).exists()


def named(person: User, rows: Sequence[Watch]) -> list[Followed]:
    """The same with what they are called; one statement a kind."""
    known = {kind: _NAMES[kind](person, [row.object_id for row in rows if row.kind == kind])
             for kind in {row.kind for row in rows}}  # fmt: skip
    return [
        Followed(
            row.kind,
            row.object_id,
            NAMES[Level(row.level)],
            *known[row.kind].get(row.object_id, ()),
        )
        for row in rows
    ]


def counts(person: User) -> dict[tuple[str, bool], int]:
    """How many of each kind are followed (True) and muted (False)."""
    found: dict[tuple[str, bool], int] = {}
    rows = Watch.objects.filter(person=person, kind__in=_NAMES).exclude(level=Level.NORMAL)
    for kind, level in rows.values_list("kind", "level"):
        place = (kind, level != Level.MUTED)
        found[place] = found.get(place, 0) + 1
    return found


def searches_of(person: User) -> int:
    return SavedSearch.objects.filter(person=person).count()


def _topics(person: User, pks: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    rows = Topic.objects.visible_to(person).filter(pk__in=pks)
    found = rows.values_list("pk", "title", "slug", "forum__name")
    return {pk: (title, topic_path(pk, slug), forum) for pk, title, slug, forum in found}


def _forums(person: User, pks: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    found = Forum.objects.visible_to(person).filter(pk__in=pks).values_list("pk", "name", "slug")
    return {pk: (name, forum_path(slug), "") for pk, name, slug in found}


def _tags(person: User, pks: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    found = tags_in_use(person, pks)
    return {tag.pk: (tag.name, tag_path(tag.slug), "") for tag in found}


_NAMES: dict[str, Any] = {FORUM: _forums, TAG: _tags, TOPIC: _topics}
KINDS = tuple(_NAMES)
