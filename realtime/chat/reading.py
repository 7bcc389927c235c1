"""A piece of a talk, ready to be shown: which messages, where a day begins, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from directory.voices import HEAVY, WHOLE, same_voice, voice_of
from forums.reactions.kinds import counted
from kernel.markdown import excerpt, plain
from kernel.pages import kept
from realtime.chat.answering import load_sources
from realtime.chat.models import Message, Room
from realtime.chat.paths import message_verb_path
from realtime.live.events import QUOTED

PAGE = 50
TOGETHER = timedelta(minutes=5)
"""Messages of one author within this time stand under one name."""


@dataclass(frozen=True)
class Line:
    """A message where it stands."""

    message: Message
    more: bool = False
    """Follows another of the same person, so the name is not said again."""
    day: date | None = None
    """The day that begins with it."""
    new_from_here: int = 0
    """How many messages are new from this one on."""

    @property
    def quoted(self) -> Message | None:
        """What it answers, where the viewer can read that."""
        source = self.message.reply_to if self.message.reply_to_id else None
        return source if source is not None and source.seq > self.message.room.floor else None

    @property
    def piece(self) -> SafeString:
        """The message as everybody sees it, kept under its version and what it shows of its author."""
        message, language, voice = self.message, get_language(), voice_of(self.message)
        quoted = self.quoted
        whose = voice_of(quoted).name if quoted else ""
        key = (
            message.pk,
            message.version,
            self.more,
            (voice.name, voice.url, voice.picture),
            message.about and (message.about.name, message.about.handle),
            message.reply_to_id and quoted and (quoted.seq, quoted.version, whose),
            language,
        )
        context = {
            "message": message, "more": self.more, "voice": voice, "quoted": quoted, "whose": whose,
            "words": excerpt(plain(quoted.html), limit=QUOTED) if quoted else "",
            "reactions": list(counted(message.reactions)),
            "reactions_path": message_verb_path(message.room.slug, message.seq, "reactions"),
        }  # fmt: skip
        return SafeString(
            kept("message", key, lambda: render_to_string("chat/_message.html", context))
        )


@dataclass(frozen=True)
class Stretch:
    """Messages next to one another, the oldest first, and the numbers where more lie."""

    messages: Sequence[Message]
    before: int | None
    """Ask for what is before this number; None at the beginning of the talk."""
    after: int | None
    """Ask for what is after this number; None at its end."""


def _of(room: Room) -> QuerySet[Message]:
    messages = Message.objects.filter(room=room).defer(*HEAVY)
    if room.private:
        return messages.filter(seq__gt=room.floor).select_related("about", *WHOLE)
    return messages.select_related(*WHOLE)


def _stretch(room: Room, found: Sequence[Message], *, older: bool, newer: bool) -> Stretch:
    load_sources(found)
    for message in found:
        message.room = room
    return Stretch(
        found,
        found[0].seq if older and found else None,
        found[-1].seq if newer and found else None,
    )


def newest(room: Room) -> Stretch:
    found = list(_of(room).order_by("-seq")[: PAGE + 1])
    return _stretch(room, found[:PAGE][::-1], older=len(found) > PAGE, newer=False)


def before(room: Room, seq: int) -> Stretch:
    found = list(_of(room).filter(seq__lt=seq).order_by("-seq")[: PAGE + 1])
    return _stretch(room, found[:PAGE][::-1], older=len(found) > PAGE, newer=True)


def after(room: Room, seq: int) -> Stretch:
    found = list(_of(room).filter(seq__gt=seq).order_by("seq")[: PAGE + 1])
    return _stretch(room, found[:PAGE], older=True, newer=len(found) > PAGE)


def around(room: Room, seq: int) -> Stretch:
    """The message of this number among its neighbours."""
    earlier = list(_of(room).filter(seq__lt=seq).order_by("-seq")[: PAGE // 2 + 1])
    later = list(_of(room).filter(seq__gte=seq).order_by("seq")[: PAGE // 2 + 1])
    found = earlier[: PAGE // 2][::-1] + later[: PAGE // 2]
    older, newer = len(earlier) > PAGE // 2, len(later) > PAGE // 2
    return _stretch(room, found, older=older, newer=newer)


def lines_of(
    messages: Sequence[Message], *, read_seq: int = 0, reader_id: int | None = None
) -> list[Line]:
    """The messages with their days and names; what others said after `read_seq` is new, unless the
    reader has never been here (`read_seq` 0)."""
    first_new, count = _news(messages, read_seq, reader_id)
    lines: list[Line] = []
    last: Message | None = None
    for message in messages:
        today = timezone.localdate(message.created_at)
        begins = last is None or timezone.localdate(last.created_at) != today
        new = count if message.seq == first_new else 0
        more = not begins and not new and last is not None and _belongs(message, last)
        lines.append(Line(message, more, today if begins else None, new))
        last = message
    return lines


def _belongs(message: Message, last: Message) -> bool:
    if message.gone or last.gone or message.kind or last.kind or message.reply_to_id:
        return False
    one, other = (
        (message.author_id, message.organisation_id),
        (last.author_id, last.organisation_id),
    )
    if not same_voice(one, other):
        return False
    return message.created_at - last.created_at < TOGETHER


def _news(messages: Sequence[Message], read_seq: int, reader_id: int | None) -> tuple[int, int]:
    """(number of the first new message, how many are new); (0, 0) for none, or if all are."""
    if not read_seq or (messages and messages[0].seq > read_seq):
        return 0, 0
    new = [
        message
        for message in messages
        if message.seq > read_seq
        and message.author_id != reader_id
        and not message.gone
        and not message.kind
    ]
    return (new[0].seq, len(new)) if new else (0, 0)
