"""A conversation about a note is a topic whose first post begins with a link to it. So it lies where
people talk, waits for a moderator where others' first words do, and goes when the topic goes."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience, Viewer
from curation.links import around
from forums.actions.submit import submit_topic
from forums.models import Forum, Topic
from forums.policies import may_start
from forums.review.models import Waiting
from kernel.gate import NAME_LIMIT
from kernel.refusals import Refused
from notes.models import PracticeNote
from notes.paths import note_path
from notes.ports import Link


def forums_for(viewer: Viewer) -> list[Forum]:
    """Where a conversation about a note may begin: where everybody reads, and the person may write."""
    public = Forum.objects.visible_to(viewer).filter(audience=Audience.PUBLIC)
    return [forum for forum in public.order_by("position", "pk") if may_start(viewer, forum)]


def discussion_of(note: PracticeNote) -> Link | None:
    """The conversation that there is, as everybody sees it."""
    return around(note).discussion


def discuss_note(
    *,
    by: User,
    note: PracticeNote,
    forum: Forum,
    body: str,
    key: str | None = None,
    seconds: float | None = None,
) -> Topic | Waiting:
    """The topic, or what waits. Raises Refused, Invalid or KeyReused."""
    if note.status != PracticeNote.Status.PUBLISHED or note.hidden:
        raise Refused(_("Nobody but its authors reads this note now."))
    words = "".join(f"\\{sign}" if sign in "[]\\`*_<>" else sign for sign in note.title)
    return submit_topic(
        by=by, forum=forum, title=note.title[:NAME_LIMIT], lang=note.lang, key=key, seconds=seconds,
        body=f"[{words}]({note_path(note.slug)})\n\n{body}",
    )  # fmt: skip
