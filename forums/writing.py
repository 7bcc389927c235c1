"""What the forums tell the room of composing: who may have the files of a post, who takes part in a
topic, and what the places are called at which somebody writes."""

from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from composing import holders, places
from composing.holders import named_in, shown_in
from composing.places import Named, numbers_of
from composing.ports import participants
from forums.history import knows_all
from forums.models import Forum, Post, Topic
from forums.paths import forum_path, post_verb_path, verb_path
from forums.policies import may_edit
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
    titles = _titles(person, wanted)
    named: dict[str, Named] = {}
    for place in wanted:
        pk, *number = numbers_of(place)
        if pk in titles:
            query = f"?parent={number[0]}" if number else ""
            words = _("A reply in “%(title)s”") % {"title": titles[pk]}
            named[place] = Named(words, verb_path(pk, "reply") + query)
    return named


def changes(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "post-12-3": the third post of a topic is being changed."""
    titles = _titles(person, wanted)
    return {
        place: Named(_("A change in “%(title)s”") % {"title": titles[pk]}, post_verb_path(pk, number, "edit"))
        for place, (pk, number) in ((place, numbers_of(place)[:2]) for place in wanted)
        if pk in titles
    }  # fmt: skip


def questions(person: User, wanted: Sequence[str]) -> Mapping[str, Named]:
    """ "ask-3": something new in a forum."""
    ids = {numbers_of(place)[0] for place in wanted}
    forums = Forum.objects.visible_to(person).in_bulk(ids)
    return {
        place: Named(_("Something new in “%(forum)s”") % {"forum": forum.name}, f"{forum_path(forum.slug)}ask/")
        for place in wanted
        if (forum := forums.get(numbers_of(place)[0]))
    }  # fmt: skip


def _titles(person: User, wanted: Sequence[str]) -> dict[int, str]:
    ids = {numbers_of(place)[0] for place in wanted}
    return dict(Topic.objects.visible_to(person).filter(pk__in=ids).values_list("pk", "title"))


def register_all() -> None:
    holders.register(POST, may_have_of_post)
    holders.register(WAITING, may_have_of_waiting)
    participants.fill(who_takes_part)
    places.register("topic", r"topic-[0-9]+-(reply|[0-9]+)", replies)
    places.register("post", r"post-[0-9]+-[0-9]+", changes)
    places.register("ask", r"ask-[0-9]+", questions)
