"""Words as they stand in a text, and their folded form."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"\w+")
LONGEST = 64
"""Characters of a word that are looked at; what is longer is no word but a link or a key."""

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_MARKS = re.compile("[\u0300-\u036f]")


class Token(NamedTuple):
    """A word of a text: as written, and where (`text[start:end]`)."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Small letters without diacritics: "Żółć" becomes "zolc"."""
    small = text.lower()
    if small.isascii():
        return small
    return _MARKS.sub("", unicodedata.normalize("NFD", small.translate(_WHOLE_LETTERS)))


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with their places, in order."""
    for match in WORD.finditer(text):
        yield Token(match.group()[:LONGEST], match.start(), match.end())


def words(text: str) -> list[str]:
    """The words of a text in small letters, in order. Diacritics stay: the dictionary needs them."""
    return [word if len(word) <= LONGEST else word[:LONGEST] for word in WORD.findall(text.lower())]
