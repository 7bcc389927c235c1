"""Topics, post by post: part 1 is the topic with its first post, the others are its replies."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.viewer import Audience, Viewer
from forums.models import Post, TaggedTopic, Topic
from forums.polls.models import Poll
from kernel.compiled import Compiled
from kernel.markdown import plain
from search.documents import Card, Document, Place, Praise
from search.sources.regions import around, codes
from search.sources.tag_line import tag_line

_PLACES_AT_ONCE = 100
_READ = (
    "topic_id", "number", "html", "created_at", "hidden", "removed_at", "moved_to_id",
    "topic__title", "topic__lang", "topic__hidden", "topic__forum__audience", "pk",
    "topic__accepted_id", "helped_count", "organisation_id", *around("topic__region"),
)  # fmt: skip


class Topics:
    kind = "topic"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = Topic.objects.filter(pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        # A merged topic is found in the one that has its posts now.
        posts = _posts(Q(topic__in=ids)).iterator(chunk_size=1_000)
        return self._documents(posts, _tags(ids), _polls(ids))

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        for start in range(0, len(places), _PLACES_AT_ONCE):
            some = places[start : start + _PLACES_AT_ONCE]
            # The words of polls stand with the beginnings.
            polls = _polls({place.object_id for place in some if place.part == 1})
            posts = _post_at(*some[0]) if len(some) == 1 else _posts(_at(some))
            yield from self._documents(posts, _tags({place.object_id for place in some}), polls)

    def _documents(
        self,
        rows: Iterable[tuple[Any, ...]],
        tags: Mapping[int, dict[str, str]],
        polls: Mapping[int, list[str]],
    ) -> Iterator[Document]:
        for row in rows:
            (topic_id, number, html, created_at, hidden, removed_at, moved_to,
             title, language, topic_hidden, audience, pk,
             accepted, helped, house, *regions) = row  # fmt: skip
            gone = hidden or removed_at or moved_to
            if number > 1 and (removed_at or moved_to):
                continue
            if topic_hidden or (number > 1 and hidden):
                audience = Audience.MODERATORS
            yield Document(
                kind=self.kind,
                object_id=topic_id,
                part=number,
                audience=audience,
                language=language,
                title=title if number == 1 else "",
                # A topic outlives its first post: the title stays to be found.
                text=_beginning("" if gone else plain(html), polls[topic_id], tags[topic_id])
                if number == 1
                else plain(html),
                created_at=created_at,
                tags=tuple(tags[topic_id]),
                regions=codes(tuple(regions)),
                organisation=str(house or ""),
                answered=accepted is not None,
                praise=Praise(accepted=accepted == pk, helped=helped),
            )

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        # For each of these few by itself: as a list beside "or" it would be made of all posts there are.
        readable = Exists(Post.objects.visible_to(viewer).filter(pk=OuterRef("pk")))
        topics = Topic.objects.visible_to(viewer).values("pk")
        # Each topic with each number: more than was asked for, but a shorter statement to make.
        near = Post.objects.filter(
            topic__in={place.object_id for place in places},
            number__in={place.part for place in places},
        )
        found = near.filter(Q(number=1) | Q(readable), topic__in=topics)
        wanted = set(places)
        rows = found.values_list(
            "pk", "topic_id", "number", "topic__title", "topic__slug", "topic__kind",
            "topic__accepted_id", "topic__forum__name",
        )  # fmt: skip
        return {
            Place(topic_id, number): Card(
                title,
                f"/forums/t/{topic_id}/{slug}/" + (f"{number}/" if number > 1 else ""),
                state=_state(kind, accepted, pk),
                line=forum,
                slug=slug,
            )
            for pk, topic_id, number, title, slug, kind, accepted, forum in rows
            if (topic_id, number) in wanted
        }


def _posts(which: Q) -> QuerySet[Any, Any]:
    posts = Post.objects.filter(which, topic__merged_into=None).order_by("topic_id", "number")
    return posts.values_list(*_READ)


_post_at = Compiled(
    lambda topic, number: _posts(Q(topic_id=topic, number=number)).order_by(), parameters=2
)


def _tagged(topic_ids: Collection[Any]) -> QuerySet[Any, Any]:
    tagged = TaggedTopic.objects.filter(content_object__in=topic_ids).order_by()
    rows: QuerySet[Any, Any] = tagged.values_list("content_object_id", "tag__slug", "tag__name")
    return rows


_tags_of_one = Compiled(lambda topic: _tagged([topic]), parameters=1)


def _at(places: Iterable[Place]) -> Q:
    which = Q()
    for place in places:
        which |= Q(topic_id=place.object_id, number=place.part)
    return which


def _tags(topic_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """For each topic its tags: their names by slug."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = _tags_of_one(*topic_ids) if len(topic_ids) == 1 else _tagged(topic_ids)
    for topic_id, slug, name in rows:
        found[topic_id][slug] = name
    return found


def _polls(topic_ids: Collection[int]) -> dict[int, list[str]]:
    """The words of the polls of each topic: they belong to its beginning."""
    found: dict[int, list[str]] = defaultdict(list)
    if not topic_ids:
        return found
    polls = Poll.objects.filter(topic__in=topic_ids, hidden=False).order_by("pk")
    for poll in polls.prefetch_related("choices"):
        found[poll.topic_id] += [poll.question, *(choice.text for choice in poll.choices.all())]
    return found


def _beginning(text: str, polls: Sequence[str], tags: Mapping[str, str]) -> str:
    """The first post, the words of the topic's polls, and its tags: a tag's word is found though nobody
    has written it."""
    return "\n".join([text, *polls, *tag_line(tags)])


def _state(kind: str, accepted_id: int | None, post_id: int) -> str:
    if kind != Topic.Kind.QUESTION:
        return "discussion"
    if accepted_id is None:
        return "question"
    return "accepted" if accepted_id == post_id else "solved"
