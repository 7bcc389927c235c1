"""The lists of topics. Each has an address, and what is said here is all that they differ in: where the
topics are from (everywhere, a forum, a region, an organisation), which tag they have, and which of
them are shown. Every combination is a range of an index: see docs/decisions/forums-lists.md."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.http import urlencode

from accounts.viewer import Viewer
from forums.models import TaggedTopic, Topic
from forums.paths import forum_path, house_path, list_path, region_path, tag_path
from forums.querysets import TopicQuerySet
from forums.rows import ForumRow
from kernel.paging import Slice, keyset

LATEST, UNANSWERED, SOLVED = "latest", "unanswered", "solved"
SHOWS = (LATEST, UNANSWERED, SOLVED)
ROWS = 30
ORDER = ("-last_post_at", "-id")
_ORDER_OF_TAG = ("-last_post_at", "-content_object_id")


class Word(NamedTuple):
    """A tag."""

    pk: int
    slug: str
    name: str


class Unit(NamedTuple):
    """A unit of the region. `inside`: the ids of those of its parts, itself included, in which there
    are topics; None for the whole region."""

    code: str
    title: str
    inside: tuple[int, ...] | None


class House(NamedTuple):
    """An organisation."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class Listing:
    """Which topics. At most one of forum, unit and house; a tag with any of them, or alone."""

    show: str = LATEST
    forum: ForumRow | None = None
    unit: Unit | None = None
    house: House | None = None
    tag: Word | None = None

    @property
    def everywhere(self) -> bool:
        return not (self.forum or self.unit or self.house or self.tag)

    def address(self, cursor: str | None = None) -> str:
        """Where the list stands, from its beginning unless a cursor is given."""
        said = {
            "show": self.show if self.show != LATEST and not self.everywhere else None,
            "tag": self.tag.slug if self.tag and self._place else None,
            "cursor": cursor,
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return self._path + (f"?{query}" if query else "")

    @property
    def feed(self) -> str:
        """Its feed has the list's own address under /feeds."""
        path, _mark, query = self.address().partition("?")
        return f"/feeds{path.rstrip('/')}.xml" + (f"?{query}" if query else "")

    @property
    def _place(self) -> str:
        if self.forum:
            return forum_path(self.forum.slug)
        if self.unit:
            return region_path(self.unit.code)
        return house_path(self.house.slug) if self.house else ""

    @property
    def _path(self) -> str:
        return self._place or (tag_path(self.tag.slug) if self.tag else list_path(self.show))

    def showing(self, show: str) -> "Listing":
        return replace(self, show=show)

    def without_tag(self) -> "Listing":
        return replace(self, tag=None)

    def _from_here(self, viewer: Viewer) -> TopicQuerySet:
        """But for the tag, which has an order of its own."""
        topics = shown(Topic.objects.visible_to(viewer), self.show)
        if self.forum:
            return topics.filter(forum_id=self.forum.pk)
        if self.house:
            return topics.filter(organisation=self.house.pk)
        if self.unit and self.unit.inside is None:
            return topics.filter(region__isnull=False)
        if self.unit:
            return _among(topics, self.unit.inside or ())
        return topics

    def page(self, viewer: Viewer, cursor: str | None, only: Q | None = None) -> Slice[Topic]:
        """A page of it with what rows show. `only`: a further filter (what is not muted, say).
        Raises BadCursor."""
        topics = self._from_here(viewer)
        if only is not None:
            topics = topics.filter(only)
        if self.tag is not None:
            return _with_tag(topics, self.tag.pk, cursor)
        if self.forum is not None:
            topics = topics.filter(pinned=False)
        return keyset(topics.for_rows(), order=ORDER, cursor=cursor, limit=ROWS)

    def pinned(self, viewer: Viewer, only: Q | None = None) -> list[Topic]:
        """What stands above the list of a forum, where nothing else narrows it."""
        if self.forum is None or self.tag is not None:
            return []
        topics = self._from_here(viewer).filter(pinned=True)
        topics = topics if only is None else topics.filter(only)
        return list(topics.for_rows().order_by(*ORDER))


def shown(topics: TopicQuerySet, show: str) -> TopicQuerySet:
    """Those of a tab: every order and filter here has its index."""
    if show == UNANSWERED:
        return topics.filter(kind=Topic.Kind.QUESTION, reply_count=0, closed=False)
    if show == SOLVED:
        return topics.filter(accepted__isnull=False)
    return topics


def _among(topics: TopicQuerySet, units: tuple[int, ...]) -> TopicQuerySet:
    """Said as one where it is one: then the index gives the order as well."""
    return topics.filter(region=units[0]) if len(units) == 1 else topics.filter(region__in=units)


def _with_tag(topics: TopicQuerySet, tag: int, cursor: str | None) -> Slice[Topic]:
    """Along the tag's own index, each asked whether it belongs: a tag is never longer than its forum."""
    belongs = Exists(topics.filter(pk=OuterRef("content_object")))
    marks: QuerySet[TaggedTopic] = TaggedTopic.objects.filter(tag=tag).filter(belongs)
    found = keyset(marks, order=_ORDER_OF_TAG, cursor=cursor, limit=ROWS)
    ids = [mark.content_object_id for mark in found.rows]
    rows = Topic.objects.for_rows().in_bulk(ids)
    return Slice([rows[pk] for pk in ids], found.next, found.previous)
