"""How messages are reported and hidden. `get` opens no conversation to a moderator; what they decide
about is `judge`: of a conversation, what was sent with a report."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from kernel.gate import whole_number
from kernel.markdown import plain
from moderation.registry import Moderated, Quote
from realtime.chat.access import message_by_id
from realtime.chat.actions.remove_message import hide_message
from realtime.chat.measures import MEASURES
from realtime.chat.models import Message, Participant
from realtime.chat.paths import message_path
from realtime.chat.querysets import PEOPLE
from realtime.chat.quoting import (
    BESIDE,
    Quoted,
    is_gone,
    is_private,
    judged_message,
    message_of,
    text_of,
    title_of,
)

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
    if not is_private(thing):
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


def _around(thing: Thing) -> Sequence[Quote]:
    """Of a room; of a conversation moderators get what was sent with a report, and nothing more."""
    if isinstance(thing, Quoted) or thing.room.private:
        return ()
    near = Message.objects.readable().filter(room=thing.room_id).select_related("author")
    before = list(near.filter(seq__lt=thing.seq).order_by("-seq")[:BESIDE])[::-1]
    after = list(near.filter(seq__gt=thing.seq).order_by("seq")[:BESIDE])
    return [
        Quote(one.author.name, one.author.handle, one.created_at.isoformat(), plain(one.html),
              reported=one.pk == thing.pk)
        for one in (*before, thing, *after)
    ]  # fmt: skip


def _parties(thing: Thing) -> Sequence[int]:
    """Whoever takes part in the conversation."""
    message = message_of(thing)
    if not message.room.private:
        return ()
    rows = Participant.objects.present().filter(room=message.room_id)
    return list(rows.values_list("person_id", flat=True))


def _at(words: Sequence[str]) -> int | None:
    """/chat/<room>/?at=<number>#m<number>, its words given with the number last."""
    if len(words) != 3 or words[0] != "chat":
        return None
    wanted = Message.objects.filter(room__slug=words[1], seq=whole_number(words[2]) or 0)
    return wanted.exclude(room__audience=PEOPLE).values_list("pk", flat=True).first()


MESSAGES = Moderated(
    kind="message",
    get=_get,
    judge=judged_message,
    author_id=lambda thing: message_of(thing).author_id,
    title=title_of,
    titled_by_words=True,
    excerpt=text_of,
    reads=text_of,
    private=is_private,
    gone=is_gone,
    url=_url,
    hide=_hide,
    quotes=_quotes,
    sends=_sends,
    around=_around,
    where=lambda thing: message_of(thing).room.name,
    parties=_parties,
    at=_at,
    measures=MEASURES,
    standing_of=_messages_of,
)
