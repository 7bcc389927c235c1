"""What the forums tell the room of composing: who may have the files of a post, who takes part in a
topic, and what the places are called at which somebody writes."""

from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from composing import holders, places
from composing.holders import named_in, shown_in
from composing.places import Named, numbers_of
from composing.ports import participants
from forums.history import knows_all
from forums.models import Forum, Post, Topic
from forums.paths import forum_path, post_verb_path, topic_path, verb_path
from forums.policies import may_edit, may_start
from forums.review.seeing import may_read_waiting
from forums.texts import POST, WAITING

MOST_STEPS, MOST_PARTICIPANTS = 5, 40


def may_have_of_post(viewer: Viewer, pk: int, file: int) -> bool:
    """Whether the text shows the file and may be read, also where it was moved to; else whether an
    earlier state does that."""
    for _step in range(MOST_STEPS):
        if Post.objects.visible_to(viewer).filter(shown_in("html", file), pk=pk).exists():
            return True
        moved = Post.objects.filter(pk=pk).values_list("moved_to", flat=True).first()
        if moved is None:
            break
        pk = moved
    return _showed_before(viewer, pk, file)


def _showed_before(viewer: Viewer, pk: int, file: int) -> bool:
    """What was taken out is with the earlier words: where they are withheld or were mended at once, it
    is for their author and moderators."""
    post = Post.objects.visible_to(viewer).filter(pk=pk).first()
    if post is None:
        return False
    earlier = post.revisions.filter(named_in("body", file), quiet=False, withheld=False)
    return knows_all(viewer, post) or earlier.exists()


def may_have_of_waiting(viewer: Viewer, pk: int, file: int) -> bool:
    """Its author and moderators, whatever it says meanwhile."""
    return may_read_waiting(viewer, pk)


def holder_at(person: User, place: str) -> tuple[str, int] | None:
    """The post that is being changed at a place such as "post-12-3"."""
    if not places.is_place(place) or places.kind_of(place) != "post":
        return None
    topic, number = numbers_of(place)
    post = (
        Post.objects.visible_to(person)
        .select_related("topic__forum")
        .filter(topic=topic, number=number)
        .order_by("number")
        .first()
    )
    return (POST, post.pk) if post is not None and may_edit(person, post) else None


def who_takes_part(viewer: Viewer, place: str) -> Sequence[int]:
    """Those who wrote in the topic in their own name, the latest first."""
    if places.kind_of(place) not in ("topic", "post"):
        return ()
    said = Post.objects.visible_to(viewer).filter(topic=numbers_of(place)[0], organisation=None)
    latest = said.values("author").annotate(last=Max("number")).order_by("-last")
    return list(latest.values_list("author", flat=True)[:MOST_PARTICIPANTS])


def replies(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "topic-12-reply", or "topic-12-3" for an answer to the third post."""
    topics = _topics(person, wanted)
    named: dict[str, Named] = {}
    for place in wanted:
        pk, *number = numbers_of(place)
        if topic := topics.get(pk):
            query = f"?parent={number[0]}" if number else ""
            words = _("A reply in “%(title)s”") % {"title": topic.title}
            there = verb_path(pk, "reply") + query if _replies_go_on(person, topic) else ""
            named[place] = _named(words, there, topic_path(pk, topic.slug))
    return named


def changes(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "post-12-3": the third post of a topic is being changed, by its author or by a moderator."""
    topics = _topics(person, wanted)
    pairs = {place: numbers_of(place)[:2] for place in wanted}
    posts = _posts(person, {pk for pk, _number in pairs.values()}, {n for _pk, n in pairs.values()})
    named: dict[str, Named] = {}
    for place, (pk, number) in pairs.items():
        if topic := topics.get(pk):
            verb = _verb(person, posts.get((pk, number)))
            words = _("A change in “%(title)s”") % {"title": topic.title}
            there = post_verb_path(pk, number, verb) if verb else ""
            named[place] = _named(words, there, topic_path(pk, topic.slug))
    return named


def questions(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "ask-3": something new in a forum."""
    ids = {numbers_of(place)[0] for place in wanted}
    forums = Forum.objects.visible_to(person).in_bulk(ids)
    return {
        place: _named(
            _("Something new in “%(forum)s”") % {"forum": forum.name},
            f"{forum_path(forum.slug)}ask/" if may_start(person, forum) else "",
            forum_path(forum.slug),
        )
        for place in wanted
        if (forum := forums.get(numbers_of(place)[0]))
    }  # fmt: skip


def _named(words: str, there: str, otherwise: str) -> Named:
    """`there`: the page on which it goes on, "" where nothing is written any more."""
    return Named(words, there or otherwise, open=bool(there))


def _replies_go_on(person: User, topic: Topic) -> bool:
    """Roughly, for lists: the page itself asks `check_reply`."""
    return topic.forum.archived_at is None and (not topic.closed or is_moderator(person))


def _verb(person: User, post: Post | None) -> str:
    """How a post is changed by this person, as roughly; "" where it is not."""
    if post is None or (post.topic.closed and not is_moderator(person)):
        return ""
    if post.author_id == person.pk or post.organisation_id is not None:
        return "edit"
    return "correct" if is_moderator(person) else ""


def _topics(person: User, wanted: Sequence[str]) -> dict[int, Topic]:
    ids = {numbers_of(place)[0] for place in wanted}
    return Topic.objects.visible_to(person).select_related("forum").in_bulk(ids)


def _posts(person: User, topics: set[int], numbers: set[int]) -> dict[tuple[int, int], Post]:
    rows = Post.objects.visible_to(person).select_related("topic__forum")
    return {
        (row.topic_id, row.number): row for row in rows.filter(topic__in=topics, number__in=numbers)
    }


def register_all() -> None:
    holders.register(POST, may_have_of_post)
    holders.register(WAITING, may_have_of_waiting)
    participants.fill(who_takes_part)
    places.register("topic", r"topic-[0-9]+-(reply|[0-9]+)", replies)
    places.register("post", r"post-[0-9]+-[0-9]+", changes)
    places.register("ask", r"ask-[0-9]+", questions)
