"""Finding what was said in one room: by words, and by the day."""

import re
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from directory.voices import HEAVY, WHOLE
from kernel.gate import BadText, clean_text
from kernel.paging import Slice, keyset
from realtime.chat.finding import spelled
from realtime.chat.models import Message, Room

PAGE = 30
LEAST = 2
"""Letters that are sought at least."""
WORDS = 6


def sought_words(raw: object) -> list[str]:
    """What is sought, word by word; nothing where it is too short or no text at all."""
    try:
        words = clean_text(raw, limit=100, lines=False).casefold().split()[:WORDS]
    except BadText:
        return []
    return [word for word in words if len(word) >= LEAST]


def found_in(room: Room, words: list[str], cursor: str | None) -> Slice[Message]:
    """Messages of the room that have words beginning so, all of them, the latest first. Raises BadCursor."""
    messages = _readable(room).select_related(*WHOLE).defer(*HEAVY)
    for word in words:
        messages = messages.filter(body__regex=f"(^|{BREAK}){spelled(word)}")
    return keyset(messages, order=("-seq", "-id"), cursor=cursor, limit=PAGE)


def first_on(room: Room, day: date) -> int:
    """The number of the first message on that day or after it, else of the last before; 0 in an empty
    room."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    messages = _readable(room)
    after = messages.filter(created_at__gte=begins).order_by("seq")
    before = messages.filter(created_at__lt=begins).order_by("-seq")
    seqs = (rows.values_list("seq", flat=True).first() for rows in (after, before))
    return next((seq for seq in seqs if seq), 0)


def day_in(raw: str) -> date | None:
    """The day that an address names; None for none at all."""
    try:
        return date.fromisoformat(raw) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) else None
    except ValueError:
        return None


def _readable(room: Room) -> QuerySet[Message]:
    return Message.objects.readable().filter(room=room, seq__gt=room.floor)


BREAK = "[^0-9a-zA-ZĄĆĘŁŃÓŚŹŻąćęłńóśźż]"
"""What stands before a word, as the patterns of both databases have it."""
