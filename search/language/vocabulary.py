"""The words of a text as the index counts them: for names typed in small letters, and for spelling."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_PIECE = re.compile(r"\w+|[.!?…:\n]")
_ENDS = frozenset(".!?…:\n")
SHORTEST, LONGEST = 2, 40
"""Letters of a word that is counted."""


class Count(NamedTuple):
    """How a form stands in one or more entries."""

    documents: int
    capital: int
    plain: int


def vocabulary_of(texts: Iterable[str]) -> dict[str, Count]:
    """Each form of one entry's texts in small letters: once as a document, and how it was written.

    A capital counts only inside a sentence, where it marks a name.
    """
    opening: list[str] = []
    capital: list[str] = []
    plain: list[str] = []
    for text in texts:
        opens = True
        for piece in _PIECE.findall(text):
            if piece in _ENDS:
                opens = True
                continue
            small = piece.lower()  # "İ" becomes two letters
            if piece.isalpha() and SHORTEST <= len(small) <= LONGEST:
                if piece[0] == small[0]:
                    plain.append(small)
                elif opens:
                    opening.append(small)
                else:
                    capital.append(small)
            opens = False
    capitals, plains = Counter(capital), Counter(plain)
    return {form: Count(1, capitals[form], plains[form]) for form in {*opening, *capitals, *plains}}
