"""The words of a text as the index counts them: for names typed in small letters, and for spelling."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from search.language.tokens import WORD

_COUNTED = re.compile(r"[^\W\d_]{2,40}")
_SENTENCE = re.compile(r"[.!?…:\n]")


class Count(NamedTuple):
    """How a form stands in one or more entries."""

    documents: int
    capital: int
    plain: int


def vocabulary_of(texts: Iterable[str]) -> dict[str, Count]:
    """Each form of one entry's texts in small letters: once as a document, and how it was written.

    A capital counts only inside a sentence, where it marks a name.
    """
    capital: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for text in texts:
        opens, end = True, 0
        for match in WORD.finditer(text):
            word, start = match.group(), match.start()
            opens = end == 0 or _SENTENCE.search(text, end, start) is not None
            end = match.end()
            if not _COUNTED.fullmatch(word):
                continue
            if not word[0].isupper():
                plain[word.lower()] += 1
            elif opens:
                capital[word.lower()] += 0
            else:
                capital[word.lower()] += 1
    return {form: Count(1, capital[form], plain[form]) for form in capital.keys() | plain.keys()}
