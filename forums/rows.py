"""What the hot pages read of a topic, a forum and the list of forums: one statement each, compiled
once. The same statement decides whether the viewer may see it, so access comes before any cache."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from accounts.models import Role, User
from accounts.viewer import Audience, Viewer, is_moderator
from directory.models import Membership
from forums.happenings import neighbours_of
from forums.models import Forum, OldForumAddress, Seat, Topic, TopicEvent
from forums.newer import beyond, first_of
from forums.polls.models import Poll
from forums.questions.models import Asked, Helped, SameProblem
from forums.reactions.models import Reaction
from kernel.compiled import Compiled
from kernel.refusals import Moved

STANDINS: dict[str, Viewer] = {
    "visitor": AnonymousUser(),
    "member": User(role=Role.MEMBER),
    "moderator": User(role=Role.MODERATOR),
}
"""One viewer of each kind: what they may see differs by kind alone, so a statement each is enough."""


def viewer_kind(viewer: Viewer) -> str:
    if not isinstance(viewer, User) or not viewer.is_active:
        return "visitor"
    return "moderator" if is_moderator(viewer) else "member"


class TopicRow(NamedTuple):
    pk: int
    slug: str
    title: str
    kind: str
    version: int
    last_number: int
    reply_count: int
    closed: bool
    pinned: bool
    hidden: bool
    excerpt: str
    author_id: int
    organisation_id: int | None
    """In whose name it was started."""
    accepted_id: int | None
    forum_id: int
    forum_slug: str
    forum_name_version: int
    forum_archived_at: datetime | None
    merged_into_id: int | None
    neighbours: int | None
    """Rises with every change of the topics that are named between the posts (forums.happenings)."""
    happened: bool
    """Whether there is anything to be shown between its posts."""
    polled: bool
    """Whether there is a poll in it."""
    read_number: int | None
    """How far this person has read; None for a visitor and for who has not been here."""
    first_new: int | None
    """The number of the first post beyond that which is still there; None for nothing new."""
    belongs: bool
    """Whether the person belongs to any organisation: then there may be more to show them."""
    same: bool
    """Whether they have said that they have this problem too."""
    helps: bool
    """Whether an answer here has helped them."""
    reacted: bool
    """Whether they have said something of a post with one press."""
    routed: bool
    """Whether anybody was asked to answer it: perhaps this person."""

    @property
    def archived(self) -> bool:
        """Whether its forum is only read."""
        return self.forum_archived_at is not None


class ForumRow(NamedTuple):
    pk: int
    slug: str
    name: str
    description: str
    version: int
    name_version: int
    topic_count: int
    audience: str

    @property
    def public(self) -> bool:
        return self.audience == Audience.PUBLIC


class ForumLine(NamedTuple):
    """A forum in the list of forums."""

    pk: int
    slug: str
    name: str
    description: str
    audience: str
    version: int
    name_version: int
    topic_count: int
    post_count: int
    last_post_at: datetime | None
    writing: str
    archived_at: datetime | None


_PERSONAL = 7
"""Columns at the end of a TopicRow that a visitor has not."""


def _topic_of(kind: str) -> Callable[..., QuerySet[Any, Any]]:
    columns = [name.replace("forum_slug", "forum__slug") for name in TopicRow._fields]
    columns = [name.replace("forum_name_version", "forum__name_version") for name in columns]
    columns = [name.replace("forum_archived_at", "forum__archived_at") for name in columns]

    def build(pk: Any, person: Any = None) -> QuerySet[Any, Any]:
        topics = Topic.objects.reachable_by(STANDINS[kind]).filter(pk=pk)
        topics = topics.annotate(
            neighbours=neighbours_of(OuterRef("pk")),
            happened=Exists(TopicEvent.objects.filter(topic=OuterRef("pk"))),
            polled=Exists(Poll.objects.filter(topic=OuterRef("pk"))),
        )
        if person is None:
            return topics.values_list(*columns[:-_PERSONAL])
        seat = Seat.objects.filter(topic=OuterRef("pk"), person_id=person).values("read_number")
        places = Membership.objects.filter(person_id=person, left_at=None)
        here = {"topic": OuterRef("pk")}
        return (
            topics.annotate(read_number=Subquery(seat[:1]))
            .annotate(
                first_new=first_of(beyond("pk", "read_number")),
                belongs=Exists(places),
                same=Exists(SameProblem.objects.filter(person_id=person, **here)),
                helps=Exists(Helped.objects.filter(person_id=person, post__topic=OuterRef("pk"))),
                reacted=Exists(
                    Reaction.objects.filter(person_id=person, post__topic=OuterRef("pk"))
                ),
                routed=Exists(Asked.objects.filter(**here)),
            )
            .values_list(*columns)
        )

    return build


def _forum_of(kind: str) -> Callable[..., QuerySet[Any, Any]]:
    return lambda slug: (
        Forum.objects.visible_to(STANDINS[kind]).filter(slug=slug).values_list(*ForumRow._fields)
    )


def _forums_of(kind: str) -> Callable[..., QuerySet[Any, Any]]:
    def build() -> QuerySet[Any, Any]:
        forums = Forum.objects.visible_to(STANDINS[kind]).order_by("position", "id")
        return forums.values_list(*ForumLine._fields)

    return build


_topic = {
    kind: Compiled(_topic_of(kind), parameters=1 if kind == "visitor" else 2) for kind in STANDINS
}
_forum = {kind: Compiled(_forum_of(kind), parameters=1, text=frozenset({0})) for kind in STANDINS}
_forums = {kind: Compiled(_forums_of(kind), parameters=0) for kind in STANDINS}


def topic_row(viewer: Viewer, pk: int) -> TopicRow:
    """The topic as the viewer sees it, or 404."""
    kind = viewer_kind(viewer)
    rows = _topic[kind](pk) if kind == "visitor" else _topic[kind](pk, viewer.pk)
    if not rows:
        raise Http404
    return TopicRow(
        *rows[0], *([None, None, *[False] * (_PERSONAL - 2)] if kind == "visitor" else [])
    )


def forum_row(viewer: Viewer, slug: str) -> ForumRow:
    """The forum as the viewer sees it. Raises Http404, or Moved for a slug that it had."""
    rows = _forum[viewer_kind(viewer)](slug)
    if not rows:
        gone_or_moved(viewer, slug)
    return ForumRow(*rows[0])


def gone_or_moved(viewer: Viewer, slug: str | None) -> NoReturn:
    """Raises Moved for an address that a forum had which the viewer may see, Http404 for any other."""
    seen = Forum.objects.visible_to(viewer)
    old = OldForumAddress.objects.filter(slug=slug, forum__in=seen) if slug else None
    new = old.values_list("forum__slug", flat=True).first() if old is not None else None
    if slug is None or new is None or new == slug:
        raise Http404
    raise Moved(slug, new)


def forum_lines(viewer: Viewer) -> list[ForumLine]:
    """Every forum that the viewer may see, in their order."""
    return [ForumLine(*row) for row in _forums[viewer_kind(viewer)]()]
