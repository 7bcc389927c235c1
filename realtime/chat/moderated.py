"""How messages are reported and hidden. `get` opens no conversation to a moderator; what they decide
about is `judge`: of a conversation, what was sent with a report."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from moderation.registry import Moderated, Quote
from realtime.chat.access import message_by_id
from realtime.chat.actions.remove_message import hide_message
from realtime.chat.models import Message
from realtime.chat.paths import message_path
from realtime.chat.querysets import PEOPLE
from realtime.chat.quoting import Quoted, judged_message, message_of, text_of, title_of

Thing = Message | Quoted


def _get(viewer: Viewer, object_id: int) -> Message | None:
    return message_by_id(viewer, object_id)


def _url(thing: Thing) -> str:
    message = message_of(thing)
    return message_path(message.room.slug, message.seq)


def _hide(thing: Thing, hidden: bool) -> None:
    hide_message(message_of(thing), hidden)


def _quotes(thing: Thing) -> Sequence[Quote]:
    return thing.quotes if isinstance(thing, Quoted) else ()


def _sends(thing: Thing) -> str:
    if not message_of(thing).room.private:
        return ""
    return _(
        "Moderators do not see this conversation. They get this message and up to five before and after it, nothing else."
    )


def _messages_of(person_id: int, most: int) -> list[int]:
    """In rooms alone: nobody but its people looks into a conversation, moderators neither."""
    said = Message.objects.filter(
        author=person_id, hidden=False, removed_at=None, kind=Message.Kind.SAID
    )
    said = said.exclude(room__audience=PEOPLE)
    return list(said.order_by("pk").values_list("pk", flat=True)[:most])


MESSAGES = Moderated(
    kind="message",
    get=_get,
    judge=judged_message,
    author_id=lambda thing: message_of(thing).author_id,
    title=title_of,
    excerpt=text_of,
    url=_url,
    hide=_hide,
    quotes=_quotes,
    sends=_sends,
    standing_of=_messages_of,
)
