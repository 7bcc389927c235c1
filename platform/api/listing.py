"""The lists of the API: keyset pages of what the viewer may see, with what their shapes need."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from forums.models import Forum, Post, Topic
from forums.review.models import Waiting
from forums.review.seeing import open_rows
from forums.voices import HEAVY, WHOLE
from kernel.paging import Slice, keyset
from kernel.refusals import Invalid
from notes.access import full
from notes.models import PracticeNote
from realtime.chat.access import with_things
from realtime.chat.answering import load_sources
from realtime.chat.models import Message, Room
from realtime.chat.naming import name_for
from taxonomy.models import TAGS


def forums(viewer: Viewer, *, cursor: str | None, limit: int) -> Slice[Forum]:
    return keyset(
        Forum.objects.visible_to(viewer), order=("position", "id"), cursor=cursor, limit=limit
    )


def topics(viewer: Viewer, forum: Forum, *, cursor: str | None, limit: int) -> Slice[Topic]:
    rows = whole_topics(Topic.objects.visible_to(viewer).filter(forum=forum))
    return keyset(rows, order=("-last_post_at", "-id"), cursor=cursor, limit=limit)


def waiting(moderator: User, *, cursor: str | None, limit: int) -> Slice[Waiting]:
    return keyset(open_rows(moderator), order=("created_at", "id"), cursor=cursor, limit=limit)


def whole_topics(rows: QuerySet[Topic]) -> QuerySet[Topic]:
    return rows.select_related("forum", *WHOLE, "accepted").defer(*HEAVY).prefetch_related(TAGS)


def posts(topic: Topic, *, after: int, limit: int) -> tuple[list[Post], str | None]:
    """Posts by number, the gone ones too (their shape has no text), and the next `after`."""
    rows = (
        Post.objects.filter(topic=topic, number__gt=after)
        .select_related(*WHOLE, "topic", "parent", "moved_to__topic")
        .defer(*HEAVY)
        .order_by("number")[: limit + 1]
    )
    found = list(rows)
    more = len(found) > limit
    found = found[:limit]
    return found, str(found[-1].number) if more else None


def parent_of(topic: Topic, pk: int | None) -> Post | None:
    """The post that is answered. Raises Invalid when it is not in this topic."""
    if pk is None:
        return None
    from django.utils.translation import gettext as _

    post = Post.objects.filter(topic=topic, pk=pk).first() if 0 < pk < 2**63 else None
    if post is None:
        raise Invalid({"parent": [_("There is no such post in this topic.")]})
    return post


def notes(viewer: Viewer, *, cursor: str | None, limit: int) -> Slice[PracticeNote]:
    rows = PracticeNote.objects.published()
    if is_moderator(viewer):
        rows = PracticeNote.objects.visible_to(viewer).filter(status="published")
    return keyset(full(rows), order=("-published_at", "-id"), cursor=cursor, limit=limit)


def rooms(viewer: Viewer, *, cursor: str | None, limit: int) -> Slice[Room]:
    """Those with messages, the viewer's conversations among them, and the one that is always listed,
    the latest first."""
    from django.db.models.functions import Coalesce

    rows = with_things(Room.objects.visible_to(viewer).listed()).annotate(
        latest=Coalesce("last_message_at", "created_at")
    )
    page: Slice[Room] = keyset(rows, order=("-latest", "-id"), cursor=cursor, limit=limit)
    name_for(viewer, page.rows)
    return page


def messages(room: Room, *, after: int, limit: int) -> tuple[list[Message], str | None]:
    rows = (
        Message.objects.filter(room=room, seq__gt=max(after, room.floor))
        .select_related("room", "about", *WHOLE)
        .defer(*HEAVY)
        .order_by("seq")
    )
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    load_sources(found)
    return found, str(found[-1].seq) if more else None
