"""The doors of the forums: an object for a viewer, or 404. What is hidden answers like what is missing."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation
from directory.speaking import voices_of
from forums.lists import Unit, Word
from forums.models import Forum, Post, TaggedTopic, Topic
from forums.moved import place_of
from forums.paths import forum_path, house_path, region_path, tag_path
from forums.querysets import PostQuerySet
from forums.rows import STANDINS, gone_or_moved, viewer_kind
from kernel.compiled import Compiled, CompiledObjects
from taxonomy.models import Region, Tag
from taxonomy.regions import top_units, unit_called, units_within
from taxonomy.tags import slug_meant, slug_spelt


def _used_by(kind: str) -> Callable[..., QuerySet[Any, Any]]:
    def build(slug: Any, meant: Any) -> Any:
        seen = Topic.objects.visible_to(STANDINS[kind]).filter(pk=OuterRef("content_object"))
        used = TaggedTopic.objects.filter(Exists(seen), tag=OuterRef("pk"))
        return (
            Tag.objects.filter(Q(slug=slug) | Q(slug=meant), Exists(used))
            .order_by()
            .values_list(*Word._fields)
        )

    return build


def forum_for(viewer: Viewer, slug: str | None = None, *, pk: int | None = None) -> Forum:
    """The forum with this slug, or with this id. Raises Http404, or Moved for a slug that it had."""
    wanted = {"slug": slug} if slug is not None else {"pk": pk}
    forum = Forum.objects.visible_to(viewer).filter(**wanted).first()
    if forum is None:
        gone_or_moved(viewer, slug)
    return forum


_words = {kind: Compiled(_used_by(kind), parameters=2, text=frozenset({0, 1})) for kind in STANDINS}


def tag_in_use(viewer: Viewer, raw: str) -> Word:
    """The tag with this slug, else the one that is spelt so, else the one of which it is a synonym, or
    404. A tag that stands only on topics which the viewer may not see is none."""
    words = _words[viewer_kind(viewer)]
    rows = words(raw, slug_spelt(raw))
    if not rows and (meant := slug_meant(raw)):
        rows = words(meant, meant)
    found = [Word(*row) for row in rows]
    found.sort(key=lambda word: word.slug != raw)
    if not found:
        raise Http404
    return found[0]


def tags_in_use(viewer: Viewer, pks: Sequence[int]) -> list[Word]:
    """Those of the tags (ids) that stand on a topic which the viewer may see."""
    seen = Topic.objects.visible_to(viewer).filter(pk=OuterRef("content_object"))
    used = TaggedTopic.objects.filter(Exists(seen), tag=OuterRef("pk"))
    rows = Tag.objects.filter(Exists(used), pk__in=pks).order_by()
    return [Word(*row) for row in rows.values_list(*Word._fields)]


def public_lists() -> list[str]:
    """The addresses of the lists of forums, tags, places and organisations in which a visitor finds something."""
    nobody = STANDINS["visitor"]
    topics = Topic.objects.visible_to(nobody)
    forums = Forum.objects.visible_to(nobody).values_list("slug", flat=True)
    marks = TaggedTopic.objects.filter(
        Exists(topics.filter(pk=OuterRef("content_object"))), tag=OuterRef("pk")
    )
    tags = Tag.objects.filter(Exists(marks)).order_by("slug").values_list("slug", flat=True)
    about = Region.objects.filter(Exists(topics.filter(region=OuterRef("pk"))))
    theirs = Exists(topics.filter(organisation=OuterRef("pk")))
    houses = Organisation.objects.visible_to(nobody).filter(theirs).order_by("slug")
    return [
        *map(forum_path, forums),
        *map(tag_path, tags),
        *map(region_path, about.order_by("code").values_list("code", flat=True)),
        *map(house_path, houses.values_list("slug", flat=True)),
    ]


def unit_of_topics(code: str) -> Unit:
    """A unit of the region with those of its parts about which there are topics, or 404."""
    unit = unit_called(code)
    if unit.parent_id is None and len(top_units()) == 1:
        return Unit(unit.code, unit.title, None)
    talked_of = Exists(Topic.objects.filter(region=OuterRef("pk")))
    inside = units_within(unit).filter(talked_of).values_list("pk", flat=True)
    return Unit(unit.code, unit.title, tuple(sorted(inside)) or (unit.pk,))


def _whole_topic(kind: str) -> Callable[..., QuerySet[Topic]]:
    reachable = Topic.objects.reachable_by(STANDINS[kind])
    whole = reachable.select_related("forum", "author", "organisation", "accepted")
    return lambda pk: whole.filter(pk=pk)


_topics = {kind: CompiledObjects[Topic](_whole_topic(kind), parameters=1) for kind in STANDINS}


def topic_for(viewer: Viewer, pk: int) -> Topic:
    """The topic with its forum, its author and its accepted post."""
    topic = reachable_topic_for(viewer, pk)
    if topic.merged_into_id is not None:
        raise Http404
    return topic


def reachable_topic_for(viewer: Viewer, pk: int) -> Topic:
    """The same, also of a topic that was merged into another: for its numbers, which lead there."""
    topic = _topics[viewer_kind(viewer)].one(pk)
    if topic is None:
        raise Http404
    return topic


def topic_now_for(viewer: Viewer, pk: int) -> Topic:
    """The topic, or the one into which it was merged, if the viewer may see that: for what was written down
    elsewhere (letters)."""
    topic = reachable_topic_for(viewer, pk)
    return topic if topic.merged_into_id is None else topic_for(viewer, topic.merged_into_id)


def post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A post whose text the viewer may read, with topic, forum and author; by its number in a topic.
    One that was moved away is found where it is now."""
    post = _posts().visible_to(viewer).filter(topic_id=topic_pk, number=number).first()
    if post is not None:
        return post
    moved = place_of(topic_pk, number)
    if moved is None:
        raise Http404
    return _first(_posts().visible_to(viewer).filter(pk=moved.pk))


def place_for(viewer: Viewer, topic_pk: int, number: int) -> tuple[int, str, int] | None:
    """(topic, slug, number) to which a moved post's old number leads; None where it is not moved, or to
    a place that the viewer may not see."""
    post = place_of(topic_pk, number)
    if post is None or not Topic.objects.visible_to(viewer).filter(pk=post.topic_id).exists():
        return None
    return post.topic_id, post.topic.slug, post.number


def post_by_id(viewer: Viewer, pk: int) -> Post:
    """The same by the post's own id."""
    return _first(_posts().visible_to(viewer).filter(pk=pk))


def removed_post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A removed post for those who see more of it than its number: its author, the editors of the
    organisation in whose name it was written, moderators."""
    visible = Topic.objects.visible_to(viewer).filter(pk=topic_pk)
    posts = (
        _posts().filter(topic__in=visible, number=number, moved_to=None).exclude(removed_at=None)
    )
    if not is_moderator(viewer):
        own = Q(author_id=viewer.pk) | Q(organisation__in=[row.pk for row in voices_of(viewer)])
        posts = posts.filter(own, hidden=False) if viewer.pk else posts.none()
    return _first(posts)


def readable_post_for(viewer: Viewer, topic_pk: int, number: int) -> Post:
    """A post whose text the viewer may read where it stands, or as what is left of it."""
    try:
        return post_for(viewer, topic_pk, number)
    except Http404:
        return removed_post_for(viewer, topic_pk, number)


def _posts() -> PostQuerySet:
    """In the order of their numbers, so that `first()` asks for no other: to find the one with a number by
    the order of ids PostgreSQL walks through the ids, 200 ms for the start of a topic of 100,000 posts."""
    whole = ("topic__forum", "author", "organisation", "parent", "removed_by")
    return Post.objects.select_related(*whole).order_by("number")


def _first(posts: PostQuerySet) -> Post:
    post = posts.first()
    if post is None:
        raise Http404
    return post
