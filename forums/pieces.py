"""The kept pieces of the forums: a post, a row of a list. Nothing in them depends on who looks, but
for what moderators alone may see; see kernel.pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import get_language

from forums.arranging import Line
from forums.models import Post, Topic
from forums.paths import (
    PAGE,
    forum_path,
    post_path,
    post_verb_path,
    tag_path,
    topic_path,
    verb_path,
)
from forums.reactions.reading import shown
from forums.voices import HEAVY, WHOLE, last_voice, same_voice, voice_of
from kernel.compiled import Compiled
from kernel.pages import BUILD, epoch, kept


@dataclass(frozen=True)
class Place:
    """What a post's piece says of its topic."""

    pk: int
    slug: str
    author_id: int
    organisation_id: int | None
    accepted_id: int | None


def lines_of(topic_pk: int, *, after: int, upto: int) -> list[Line]:
    """Posts with after < number <= upto, by number: a range of the index wherever it lies. There are never
    more than so many, and it is said: then PostgreSQL joins what they answer one by one."""
    if upto - after == PAGE:
        return [_line(values) for values in _page(topic_pk, after, upto)]
    return [_line(values) for values in _window(topic_pk, after, upto)[: upto - after]]


def line_of_post(pk: int) -> Line | None:
    values = Post.objects.filter(pk=pk).values_list(*_LINE).first()
    return _line(values) if values else None


def _window(topic_pk: Any, after: Any, upto: Any) -> QuerySet[Any, Any]:
    posts = Post.objects.filter(topic_id=topic_pk, number__gt=after, number__lte=upto)
    return posts.order_by("number").values_list(*_LINE)


_page = Compiled(lambda *window: _window(*window)[:PAGE], parameters=3)
_LINE = ("pk", "number", "version", "parent__number", "hidden", "removed_at", "moved_to_id")


def _line(values: Sequence[Any]) -> Line:
    pk, number, version, parent_number, hidden, removed_at, moved_to = values
    return Line(
        pk, number, version, parent_number, hidden, removed_at is not None, moved_to is not None
    )


class Shelf:
    """The pieces of some posts of one topic. What is not kept is read with one query for all."""

    def __init__(self, place: Place, lines: Iterable[Line], *, moderator: bool) -> None:
        self._place, self._moderator = place, moderator
        self._pks = [line.pk for line in lines]
        self._posts: dict[int, Post] | None = None

    def piece(self, line: Line, quoting: bool = False, *, copy: bool = False) -> str:
        """The post's HTML. `quoting`: it says what it answers; `copy`: it stands a second time on
        its page, so without an id."""
        place = self._place
        accepted = place.accepted_id == line.pk
        secret = (line.hidden or line.removed) and self._moderator
        key = (
            BUILD, epoch(), line.pk, line.version, get_language(), place.slug, quoting, copy, accepted, secret,
        )  # fmt: skip
        return kept("post", key, lambda: self._make(line, quoting, copy, accepted, secret))

    def _make(self, line: Line, quoting: bool, copy: bool, accepted: bool, secret: bool) -> str:
        if line.removed or line.moved or (line.hidden and not secret):
            return self._gone(line, secret)
        post = self._post(line.pk)
        place, parent = self._place, post.parent
        context: dict[str, Any] = {
            "post": post,
            "voice": voice_of(post),
            "quoting": parent if quoting else None,
            "parent_voice": voice_of(parent) if parent else None,
            "parent_path": post_path(place.pk, place.slug, parent.number) if parent else "",
            "copy": copy,
            "accepted": accepted,
            "secret": secret,
            "starter": same_voice(
                (post.author_id, post.organisation_id), (place.author_id, place.organisation_id)
            ),
            "path": post_path(place.pk, place.slug, post.number),
            "reply_path": f"{verb_path(place.pk, 'reply')}?parent={post.number}",
            "accept_path": post_verb_path(place.pk, post.number, "accept"),
            "helped_path": post_verb_path(place.pk, post.number, "helped"),
            "reactions": shown(post) if not secret else (),
            "reactions_path": post_verb_path(place.pk, post.number, "reactions"),
            "edit_path": post_verb_path(place.pk, post.number, "edit"),
            "quotation_path": post_verb_path(place.pk, post.number, "quotation"),
            "history_path": post_verb_path(place.pk, post.number, "history"),
            "actions_path": post_verb_path(place.pk, post.number, "actions"),
        }
        return render_to_string("forums/_post.html", context)

    def _gone(self, line: Line, secret: bool) -> str:
        # Its own address: where it leads to is not for everybody to know.
        own = post_path(self._place.pk, self._place.slug, line.number)
        context = {
            "line": line,
            "moved": own if line.moved else "",
            "trace": self._post(line.pk) if line.removed and secret else None,
            "restore_path": post_verb_path(self._place.pk, line.number, "restore"),
        }
        return render_to_string("forums/_gone.html", context)

    def _post(self, pk: int) -> Post:
        if self._posts is None:
            posts = Post.objects.select_related(
                *WHOLE, *(f"parent__{name}" for name in WHOLE), "removed_by"
            ).defer(*HEAVY, *(f"parent__{name}" for name in HEAVY))
            self._posts = posts.in_bulk(self._pks)
        return self._posts[pk]


def topic_rows(topics: Sequence[Topic], *, with_forum: bool = False) -> list[str]:
    """Rows of a list of topics (loaded by `for_rows`)."""
    return [topic_piece(topic, with_forum=with_forum) for topic in topics]


def topic_piece(topic: Topic, *, with_forum: bool = False) -> str:
    """A topic's row, kept by its version and its newest post."""
    lang = get_language()
    names = (topic.forum.name_version,) if with_forum else ()
    key = (BUILD, epoch(), "topic", topic.pk, topic.version, topic.last_number, lang, *names)
    return kept("row", key, _row(topic, with_forum))


def _row(topic: Topic, with_forum: bool) -> Callable[[], str]:
    def make() -> str:
        context = {
            "topic": topic,
            "voice": voice_of(topic),
            "last": last_voice(topic),
            "path": topic_path(topic.pk, topic.slug),
            "forum": topic.forum if with_forum else None,
            "forum_path": forum_path(topic.forum.slug),
            "tags": [(tag.name, tag_path(tag.slug)) for tag in topic.tags.all()],
        }
        return render_to_string("forums/_topic.html", context)

    return make
