"""Finding what was said in one room: by words, and by the day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.core import signing
from django.db.models import QuerySet

from directory.voices import HEAVY, WHOLE
from kernel.days import midnight
from kernel.gate import BadText, clean_text
from kernel.paging import BadCursor, Slice
from realtime.chat.finding import spelled
from realtime.chat.models import Message, Room
from realtime.chat.words import SPAN, places_of, range_of, stretches

PAGE = 30
LEAST = 2
"""Letters that are sought at least."""
WORDS = 6
LOT = 50
"""Messages that are looked at together."""
_SALT = "realtime.chat.seeking"


class Stretch(NamedTuple):
    """Numbers that are looked through: from the first on, up to but without the end."""

    first: int
    end: int


def sought_words(raw: object) -> list[str]:
    """What is sought, word by word; nothing where it is too short or no text at all."""
    try:
        words = clean_text(raw, limit=100, lines=False).casefold().split()[:WORDS]
    except BadText:
        return []
    return [word for word in words if len(word) >= LEAST]


def found_in(room: Room, words: list[str], cursor: str | None) -> Slice[Message]:
    """Messages of the room that have words beginning so, all of them, the latest first. Raises BadCursor."""
    patterns = [f"(^|{BREAK}){spelled(word)}" for word in words]
    seqs: list[int] = []
    for lot in _candidates(room, words, _before(cursor)):
        left = PAGE + 1 - len(seqs)
        seqs += (
            _through(room, patterns, lot, left)
            if isinstance(lot, Stretch)
            else _of(room, patterns, lot)[:left]
        )
        if len(seqs) > PAGE:
            break
    shown = Message.objects.readable().filter(room=room, seq__in=seqs[:PAGE])
    rows = list(shown.select_related(*WHOLE).defer(*HEAVY).order_by("-seq"))
    following = signing.dumps(seqs[PAGE - 1], salt=_SALT) if len(seqs) > PAGE else None
    return Slice(rows, following, None)


def _through(room: Room, patterns: list[str], stretch: Stretch, most: int) -> list[int]:
    """Those of a stretch that have the words, the latest first."""
    first = max(
        stretch.first, room.floor + 1
    )  # one bound below: of two SQLite may take the wrong one
    said = Message.objects.readable().filter(room=room, seq__gte=first, seq__lt=stretch.end)
    for pattern in patterns:
        said = said.filter(body__regex=pattern)
    return list(said.order_by("-seq").values_list("seq", flat=True)[:most])


def _of(room: Room, patterns: list[str], seqs: list[int]) -> list[int]:
    """Those of a few that have the words, the latest first. Matched here: asked for numbers and patterns at once,
    PostgreSQL may try the patterns on the whole room."""
    theirs = [seq for seq in seqs if seq > room.floor]
    rows = Message.objects.readable().filter(room=room, seq__in=theirs)
    said = rows.order_by().values_list("seq", "body")
    tried = [re.compile(pattern) for pattern in patterns]
    return sorted(
        (seq for seq, body in said if all(one.search(body) for one in tried)), reverse=True
    )


def _candidates(room: Room, words: list[str], before: int) -> Iterator["Stretch | list[int]"]:
    """Where the words may stand before this number, the latest first, in lots that do not overlap: whole
    stretches of whose words nothing is kept, and the messages that have them all by what is kept."""
    ranges = [found for found in map(range_of, words) if found is not None]
    top, lot = before, list[int]()
    for stretch, packed in stretches(room.pk, before=before) if ranges else ():
        first = stretch * SPAN + 1
        if first + SPAN < top:  # nothing is kept of what lies between
            yield from _lots(lot)
            yield Stretch(first + SPAN, top)
            lot = []
        places = set.intersection(*(places_of(packed, one) for one in ranges))
        lot += sorted((first + place for place in places if first + place < top), reverse=True)
        top = first
        while len(lot) >= LOT:
            yield lot[:LOT]
            lot = lot[LOT:]
    yield from _lots(lot)
    if top > 1:
        yield Stretch(1, top)


def _lots(seqs: list[int]) -> Iterator[list[int]]:
    return (seqs[start : start + LOT] for start in range(0, len(seqs), LOT))


def _before(cursor: str | None) -> int:
    if not cursor:
        return 2**63 - 1
    try:
        return int(signing.loads(cursor, salt=_SALT))
    except Exception as error:  # signing raises many kinds for bytes it never made
        raise BadCursor() from error


def first_on(room: Room, day: date) -> int:
    """The number of the first message on that day or after it, else of the last before; 0 in an empty
    room."""
    begins = midnight(day)
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
