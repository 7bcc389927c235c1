"""Abbreviations and synonyms: groups of phrases that mean one thing, for any form of their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.language.analysis import Analysis, analyse
from search.language.tokens import LONGEST, WORD, fold

Phrase = tuple[str, ...]
"""Words in small letters."""
Group = tuple[Phrase, ...]
Terms = tuple[str, ...]
Bundle = tuple[Terms, ...]
"""A phrase to be found: for each of its words the terms of which one must be there."""

ABBREVIATION = 5
"""Letters up to which a phrase of one word is an abbreviation: no word but itself is meant by it."""
_ENDINGS = frozenset(["u", "owi", "em", "ie", "a", "y", "ach", "om", "ami", "e", "ow", "i"])


@dataclass(frozen=True, slots=True)
class Met:
    """A phrase of the question (`start` to `end` of its words) and others of the same group."""

    start: int
    end: int
    others: tuple[Phrase, ...]


def phrase_of(text: str) -> Phrase:
    return tuple(word[:LONGEST].lower() for word in WORD.findall(text))


class Alikes:
    """All groups, to be looked up by the first words of their phrases."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._first: dict[str, list[tuple[Phrase, Group]]] = {}
        for group in groups:
            for phrase in group:
                if not phrase:
                    continue
                for term in {fold(phrase[0]), *analyse(phrase[0]).lemmas}:
                    self._first.setdefault(term, []).append((phrase, group))

    def met(self, words: Sequence[str]) -> Iterator[Met]:
        """Where the words of a question, as they were typed, name a phrase of a group."""
        for start, word in enumerate(words):
            read = analyse(word[:LONGEST].lower())
            near = {id(one): one for t in _keys(read) for one in self._first.get(t, ())}
            for phrase, group in near.values():
                end = start + len(phrase)
                typed = words[start:end]
                if len(typed) == len(phrase) and all(
                    _same(known, there, len(phrase))
                    for known, there in zip(phrase, typed, strict=True)
                ):
                    yield Met(start, end, tuple(other for other in group if other != phrase))


def _keys(read: Analysis) -> tuple[str, ...]:
    """Under what a word may stand: its lemmas, and itself without the endings of an abbreviation."""
    folded = read.folded
    cut = (folded[: -len(end)] for end in _ENDINGS if folded.endswith(end))
    return (folded, *read.lemmas, *cut)


def _same(known: str, typed: str, length: int) -> bool:
    if length == 1 and len(known) <= ABBREVIATION:
        return _abbreviation(known, typed)
    return not set(analyse(known).lemmas).isdisjoint(analyse(typed[:LONGEST].lower()).lemmas)


def _abbreviation(known: str, typed: str) -> bool:
    """ "GOK", "gok", and "GOKu", "GOKiem" with their capitals; "goku" is perhaps another word."""
    small, folded = fold(known), fold(typed)
    if folded == small:
        return True
    capitals = typed[: len(small)].isupper()
    return capitals and folded.startswith(small) and folded[len(small) :] in _ENDINGS


@lru_cache(maxsize=2_000)
def bundle_of(phrase: Phrase) -> Bundle:
    """What must be found for a phrase. Words of two letters and less bind its others and may be missing."""
    read = [analyse(word) for word in phrase if len(word) > 2 or len(phrase) == 1]
    return tuple((*word.lemmas, word.english) for word in read)
