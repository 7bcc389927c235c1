"""Which words stand where in a room, packed: what finding something in a long talk begins with.

A stretch of a room (SPAN numbers) has one row. Words are kept as numbers that rise with the alphabet, so that a
beginning of a word is a range of them, alike on every database. They say where to look, never what is shown: what
is looked at there is the message itself. A stretch without a row is looked through from end to end.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from realtime.chat.models import Message, RoomWords
from realtime.live import streams
from realtime.live.events import ROOM
from realtime.live.models import Stream
from taxonomy.spelling import fold

SPAN = 1_000
"""Numbers of a room that one row is about."""
LETTERS = 12
"""So many letters of a word are kept."""
BASE = 38
_DIGITS = {letter: place for place, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}
_OTHER = BASE - 1
_WORDS = re.compile(r"[0-9a-zA-ZĄĆĘŁŃÓŚŹŻąćęłńóśźż]+")
"""As `realtime.chat.seeking.BREAK` parts them."""
_ANY = re.compile(r"\w+")
"""And as other alphabets have them."""
LOT = 20
"""Stretches packed at one go."""


def number_of(word: str) -> int:
    """The word as a number: the first letter counts most, what is missing counts nothing."""
    number = 0
    letters = fold(word).replace(" ", "")[:LETTERS]
    for letter in letters:
        number = number * BASE + _DIGITS.get(letter, _OTHER)
    return number * int(BASE ** (LETTERS - len(letters)))


def range_of(beginning: str) -> tuple[int, int] | None:
    """The numbers of all words that begin so; None for what has no letters to go by."""
    found = _ANY.search(beginning)
    letters = fold(found.group()).replace(" ", "")[:LETTERS] if found else ""
    if not letters:
        return None
    first = number_of(letters)
    return first, first + int(BASE ** (LETTERS - len(letters)))


def numbers_in(text: str) -> set[int]:
    words = {*_WORDS.findall(text), *_ANY.findall(text)}
    return {number for number in map(number_of, words) if number}


def pack(texts: Iterable[tuple[int, str]]) -> bytes:
    """Of (place within the stretch, text): how many words, the words, where the places of each end, the places."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, text in texts:
        for number in numbers_in(text):
            places[number].append(place)
    words, ends, all_places = array("Q"), array("I"), array("H")
    for number in sorted(places):
        words.append(number)
        all_places.extend(sorted(places[number]))
        ends.append(len(all_places))
    parts = (array("I", [len(words)]), words, ends, all_places)
    return b"".join(_little(part) for part in parts)


def _little(part: "array[int]") -> bytes:
    if sys.byteorder == "big":
        part = part[:]
        part.byteswap()
    return part.tobytes()


def _read(kind: str, data: bytes) -> "array[int]":
    part = array(kind)
    part.frombytes(data)
    if sys.byteorder == "big":
        part.byteswap()
    return part


def places_of(packed: bytes, beginning: tuple[int, int]) -> set[int]:
    """Where in the stretch a word of this range stands."""
    count = _read("I", packed[:4])[0]
    middle = 4 + 8 * count
    words = _read("Q", packed[4:middle])
    first, last = bisect_left(words, beginning[0]), bisect_left(words, beginning[1])
    if first == last:
        return set()
    tail = middle + 4 * count
    ends = _read("I", packed[middle:tail])
    begins = ends[first - 1] if first else 0
    return set(_read("H", packed[tail + 2 * begins : tail + 2 * ends[last - 1]]))


def stretches(room_id: int, *, before: int) -> Iterator[tuple[int, bytes]]:
    """(number of the stretch, what is packed of it) of those that begin before this number of the room, the
    latest first."""
    rows = RoomWords.objects.filter(room=room_id, stretch__lte=max(before - 2, 0) // SPAN)
    for stretch, packed in rows.order_by("-stretch").values_list("stretch", "packed").iterator(20):
        yield stretch, bytes(packed)


def forget_words(room_id: int, seqs: Iterable[int]) -> None:
    """What these messages said is not what they say. Their stretches are packed anew later; in the transaction
    of the change."""
    RoomWords.objects.filter(room=room_id, stretch__in={(seq - 1) // SPAN for seq in seqs}).delete()


def pack_stretches() -> bool:
    """Some stretches that are full and have no row yet; whether there may be more."""
    packed = RoomWords.objects.filter(room=OuterRef("object_id")).order_by().values("room")
    counted = packed.annotate(n=Count("pk")).values("n")
    long = Stream.objects.filter(kind=ROOM, last_seq__gte=SPAN).annotate(
        rows=Coalesce(Subquery(counted), 0)
    )
    left = LOT
    behind = long.filter(rows__lt=F("last_seq") / SPAN).order_by("pk")
    for room_id, last in behind.values_list("object_id", "last_seq"):
        known = set(RoomWords.objects.filter(room=room_id).values_list("stretch", flat=True))
        missing = [number for number in range(last // SPAN) if number not in known]
        for stretch in missing[::-1][:left]:
            _pack(room_id, stretch)
            left -= 1
        if not left:
            return True
    return False


def packed_now(room_id: int, stretch: int) -> tuple[set[tuple[int, int]], bytes]:
    """(number, version) of what can be read in the stretch, and its words."""
    first = stretch * SPAN + 1
    rows = list(_said(room_id, stretch).values_list("seq", "version", "body"))
    texts = ((seq - first, body) for seq, _version, body in rows)
    return {(seq, version) for seq, version, _body in rows}, pack(texts)


def _said(room_id: int, stretch: int) -> QuerySet[Message]:
    first = stretch * SPAN + 1
    said = Message.objects.readable().filter(room=room_id)
    return said.filter(seq__gte=first, seq__lt=first + SPAN).order_by("seq")


def _pack(room_id: int, stretch: int) -> None:
    read, packed = packed_now(room_id, stretch)
    with transaction.atomic():
        # Read and packed without holding anybody up: it counts if nothing has changed meanwhile.
        streams.hold(ROOM, room_id)
        if read == set(_said(room_id, stretch).values_list("seq", "version")):
            RoomWords.objects.get_or_create(
                room_id=room_id, stretch=stretch, defaults={"packed": packed}
            )
