"""One word into its terms. Terms of each sort carry their own mark, so that none can be taken for another:

kultura     a lemma of the dictionary, folded
kultur~     the folded Polish stem
workshop~~  the English stem, only of texts in English
kultownia_  a word that the dictionary does not know, folded: a name, perhaps, that must not be taken
            for another word with the same stem
kultu^      the first five letters (shorter words whole): stands in for derived words
dom~kultur  two neighbours' stems (made in `terms`)
"""

import re
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from search.language import morphology
from search.language.tokens import fold

PREFIX_LETTERS = 5
EXACT = "_"
CACHED_WORDS = 40_000
"""Words whose analysis a process keeps: about 20 MB when full."""

RECIPE = 3
"""Raised when the same word would come out as other terms."""

ANALYSER = f"{RECIPE}/{morphology.dictionary_version()}"
"""Kept beside every entry: terms of another analyser are no use and are made anew."""

_NOT_IN_A_TERM = re.compile(r"\W")


class Analysis(NamedTuple):
    """A word's terms. `lemmas` ends with the stem; `hashes` are theirs, in the same order."""

    folded: str
    lemmas: tuple[str, ...]
    stem: str
    english: str
    prefix: str
    verb: bool
    hashes: tuple[int, ...]
    prefix_hash: int
    english_hash: int
    exact: str
    """The whole word, where the dictionary does not know it; else empty."""
    exact_hash: int


def hash_of(term: str) -> int:
    """The 32 bits by which a term is found within an entry."""
    return crc32(term.encode())


@lru_cache(maxsize=CACHED_WORDS)
def analyse(word: str) -> Analysis:
    """The terms of one word in small letters, as it is written (diacritics help the dictionary)."""
    folded = fold(word)
    reading = morphology.read(word)
    stem = fold(morphology.stem(word)) or folded
    lemmas = dict.fromkeys(_NOT_IN_A_TERM.sub("_", fold(lemma)) for lemma in reading.lemmas)
    terms = (*lemmas, stem + "~")
    prefix = folded[:PREFIX_LETTERS] + "^"
    english = morphology.english_stem(folded) + "~~"
    unknown = morphology.has_dictionary() and not reading.lemmas and folded.isalpha()
    exact = folded + EXACT if unknown else ""
    return Analysis(
        folded=folded,
        lemmas=terms,
        stem=stem,
        english=english,
        prefix=prefix,
        verb=reading.verb,
        hashes=tuple(hash_of(term) for term in terms),
        prefix_hash=hash_of(prefix),
        english_hash=hash_of(english),
        exact=exact,
        exact_hash=hash_of(exact),
    )
