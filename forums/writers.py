"""Who held the pen where an organisation is shown as the author: for moderators, for the people of
that organisation, and for the writer. A door of its own, since kept pieces and pushes are for everybody."""

from dataclasses import dataclass

from django.db.models import Q
from django.template.loader import render_to_string

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Membership
from directory.voices import knows_writer
from forums.models import Post


@dataclass(frozen=True)
class Writer:
    """A post in an organisation's name, and the person who wrote it."""

    number: int
    organisation: str
    name: str
    handle: str


def may_know_writer(viewer: Viewer, post: Post) -> bool:
    """Whether the viewer learns who wrote a post in an organisation's name."""
    return knows_writer(viewer, post.author_id, post.organisation_id)


def writers_of(viewer: User, topic_id: int, *, after: int, upto: int) -> list[Writer]:
    """Those of the posts with after < number <= upto that the viewer may know. One statement."""
    posts = Post.objects.filter(
        topic_id=topic_id, number__gt=after, number__lte=upto, organisation__isnull=False
    )
    if not is_moderator(viewer):
        theirs = Membership.objects.filter(person=viewer, left_at=None).values("organisation")
        posts = posts.filter(Q(author=viewer) | Q(organisation__in=theirs))
    rows = posts.order_by("number").values_list(
        "number", "organisation__name", "author__name", "author__handle"
    )
    return [Writer(*row) for row in rows]


def strip_of(viewer: User, topic_id: int, *, after: int, upto: int) -> str:
    """The same as a piece of a topic's page; "" where there is nothing to know."""
    writers = writers_of(viewer, topic_id, after=after, upto=upto)
    return render_to_string("forums/_writers.html", {"writers": writers}) if writers else ""
