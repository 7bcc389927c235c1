"""How messages are reported and hidden."""

from accounts.viewer import Viewer
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated
from realtime.chat.access import message_by_id
from realtime.chat.actions.remove_message import hide_message
from realtime.chat.models import Message
from realtime.chat.paths import message_path


def _get(viewer: Viewer, object_id: int) -> Message | None:
    return message_by_id(viewer, object_id)


def _words(message: Message) -> str:
    return excerpt(plain(message.html), limit=80)


MESSAGES = Moderated(
    kind="message",
    get=_get,
    author_id=lambda message: message.author_id,
    title=_words,
    excerpt=lambda message: plain(message.html),
    url=lambda message: message_path(message.room.slug, message.seq),
    hide=hide_message,
)
