"""How much a person wants to hear of a topic: its own row decides, else its tags', else its forum's.

With several tags the most attentive row counts. The rule is said twice, for the people of one topic
(`listeners`, in Python) and for the topics of one person (`level_of_topic`, in SQL); a test compares them.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from accounts.models import User
from accounts.viewer import Viewer
from forums.models import TaggedTopic, Topic
from kernel.compiled import Compiled
from notifications.models import Level, Watch

TOPIC, TAG, FORUM = "topic", "tag", "forum"
WORDS = {
    "watching": Level.WATCHING,
    "tracking": Level.TRACKING,
    "normal": Level.NORMAL,
    "muted": Level.MUTED,
}
"""The levels as forms and letters name them."""
NAMES = {level: word for word, level in WORDS.items()}


class Said(NamedTuple):
    """What a person has said of a topic, and of what they said it: "topic", "tag" or "forum"."""

    level: Level
    kind: str


def listeners(topic: Topic, among: Collection[int] | None = None) -> dict[int, Said]:
    """Who has said how much they want to hear of this topic; everybody else is at `normal`."""
    rows = (
        _watchers(topic.pk, topic.pk, topic.forum_id)
        if among is None
        else list(_watching(topic.pk, topic.pk, topic.forum_id, {"person_id__in": among}))
    )
    nearest: dict[int, Said] = {}
    for person, kind, level in rows:
        known = nearest.get(person)
        place = _PLACES[kind]
        if (
            known is None
            or place < _PLACES[known.kind]
            or (kind == known.kind and level > known.level)
        ):
            nearest[person] = _SAID[level, kind]
    return nearest


def _watching(
    topic: Any, tagged: Any, forum: Any, among: Mapping[str, Any] | None = None
) -> QuerySet[Any, Any]:
    """Three ranges of one index side by side: asked for with OR, PostgreSQL reads all rows."""
    rows = Watch.objects.filter(**(among or {})).values_list("person_id", "kind", "level")
    tags = TaggedTopic.objects.filter(content_object_id=tagged).order_by().values("tag_id")
    return rows.filter(kind=TOPIC, object_id=topic).union(
        rows.filter(kind=TAG, object_id__in=tags),
        rows.filter(kind=FORUM, object_id=forum),
        all=True,
    )


_watchers = Compiled(_watching, parameters=3)


_PLACES = {TOPIC: 0, TAG: 1, FORUM: 2}
"""What was said of the nearest one decides."""
_SAID = {(int(level), kind): Said(level, kind) for level in Level for kind in _PLACES}
"""All that can be said, made once: a topic may have hundreds of listeners."""


def level_of_topic(
    person: Any, topic: str = "pk", forum: str = "forum_id", *, without: str = ""
) -> Coalesce:
    """The same as an expression of a queryset in which `topic` and `forum` name the columns. What was
    said of forums or tags (`without`) may be left out of it."""
    own = Watch.objects.filter(person_id=person, kind=TOPIC, object_id=OuterRef(topic))
    tagged = TaggedTopic.objects.filter(content_object_id=OuterRef(OuterRef(topic)))
    tags = Watch.objects.filter(
        person_id=person, kind=TAG, object_id__in=tagged.values("tag_id")
    ).order_by("-level")
    place = Watch.objects.filter(person_id=person, kind=FORUM, object_id=OuterRef(forum))
    said = {TOPIC: own, TAG: tags, FORUM: place}
    return Coalesce(
        *(Subquery(rows.values("level")[:1]) for kind, rows in said.items() if kind != without),
        Value(int(Level.NORMAL)),
        output_field=IntegerField(),
    )


def _muted(person: Any) -> QuerySet[Any, Any]:
    rows = Watch.objects.filter(person_id=person, level=Level.MUTED, kind__in=(TOPIC, TAG, FORUM))
    return rows.values_list("pk")[:1]


_has_muted = Compiled(_muted, parameters=1)


def heard(viewer: Viewer, without: str = "") -> Q | None:
    """A filter of topics: those that the person has not muted, by whatever level decides. None where
    there is nothing to leave out."""
    if not isinstance(viewer, User) or not _has_muted(viewer.pk):
        return None
    return Q(GreaterThan(level_of_topic(viewer.pk, without=without), int(Level.MUTED)))


def silenced(person: Any) -> Q:
    """A filter of forums.Seat: those whose topic the person has muted, itself or by forum or tag."""
    muted = Watch.objects.filter(person_id=person, level=Level.MUTED)
    tagged = TaggedTopic.objects.filter(content_object_id=OuterRef(OuterRef("topic_id")))
    own = Watch.objects.filter(person_id=person, kind=TOPIC, object_id=OuterRef("topic_id"))
    place = muted.filter(kind=FORUM, object_id=OuterRef("topic__forum_id"))
    tags = muted.filter(kind=TAG, object_id__in=tagged.values("tag_id"))
    return Q(Exists(own.filter(level=Level.MUTED))) | (
        ~Q(Exists(own)) & (Q(Exists(place)) | Q(Exists(tags)))
    )


def _level(person: Any, topic: Any) -> QuerySet[Any, Any]:
    return (
        Topic.objects.filter(pk=topic)
        .annotate(level=level_of_topic(person))
        .order_by()
        .values_list("level")
    )


def _own_level(person: Any, object_id: Any, kind: Any) -> QuerySet[Any, Any]:
    return Watch.objects.filter(person_id=person, object_id=object_id, kind=kind).values_list(
        "level"
    )


_of_topic = Compiled(_level, parameters=2)
_of_thing = Compiled(_own_level, parameters=3, text=frozenset({2}))


def level_for(viewer: Viewer, kind: str, object_id: int) -> str:
    """The level of a topic, forum or tag as a word; "" for a visitor, who has nothing to press."""
    if not isinstance(viewer, User):
        return ""
    rows = (
        _of_topic(viewer.pk, object_id) if kind == TOPIC else _of_thing(viewer.pk, object_id, kind)
    )
    return NAMES[Level(rows[0][0])] if rows else "normal"
