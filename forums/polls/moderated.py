"""A poll can be reported and hidden, as other words can."""

from accounts.viewer import Viewer
from forums.actions.close_poll import hide_poll
from forums.duty import in_charge
from forums.paths import poll_path
from forums.polls.models import Poll
from moderation.registry import Moderated, register


def _get(viewer: Viewer, pk: int) -> Poll | None:
    return (
        Poll.objects.visible_to(viewer)
        .select_related("topic__forum", "author")
        .filter(pk=pk)
        .first()
    )


def _words(poll: Poll) -> str:
    return " · ".join(poll.choices.values_list("text", flat=True))


def register_polls() -> None:
    register(
        Moderated(
            kind="poll",
            get=_get,
            author_id=lambda poll: poll.author_id,
            title=lambda poll: poll.question,
            excerpt=_words,
            url=lambda poll: poll_path(poll.pk),
            hide=hide_poll,
            in_charge=lambda moderator, poll: in_charge(moderator, poll.topic.forum_id),
        )
    )
