"""A person's words into a question that every engine can put: weighted words, pairs, spelling.

What each step brings was measured: `docs/decisions/search-ranking.md`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Protocol

from search.language.analysis import analyse
from search.language.spelling import edits
from search.language.tokens import LONGEST, WORD, fold

NAME, VERB, PLAIN = 1.6, 0.7, 1.0
PREFIX, PAIR = 0.8, 0.5
"""What a shared beginning and a pair of neighbours count beside a shared lemma."""
MOST_WORDS = 32
"""Words of a question that are looked at; nobody's sentence is longer."""
SHORTEST_TO_MEND = 4
MENDED_BY = 3

_ASKING = frozenset(
    fold(
        "kto kogo komu kim co czego czemu czym jaki jacy jaka jakich jakie jakiego jakiej jakiemu jakim"
        " jakimi jaką który która które którego której któremu których którym którymi którzy którą"
        " ile ilu iloma gdzie kiedy czy dlaczego jak skąd dokąd czyj czyi czyich czyim czyimi czyja"
        " czyje czyjego czyjej czyjemu czyją którędy odkąd who what which where when why how"
    ).split()
)
"""Forms that ask. They say nothing of what is asked for, and are often typed without diacritics."""

_QUOTED = re.compile(r'["„”“]([^"„”“]+)["„”“]')


class Known(NamedTuple):
    """A word of the index: in how many entries, how often with a capital inside sentences, how often not."""

    form: str
    documents: int
    capital: int
    plain: int


class Lexicon(Protocol):
    """The words of the index, as far as whoever asks may know them."""

    def look_up(self, folded: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """The words that everybody may read behind folded forms; forms without any are left out."""

    def holds(self, terms: Collection[str]) -> bool:
        """Whether an entry that this person may find has one of the terms."""

    def shows(self, form: str) -> bool:
        """Whether an entry that everybody may read has this very word now."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question. The best of its terms counts, and the best of its prefixes, times weight."""

    form: str
    weight: float
    terms: tuple[str, ...]
    prefixes: tuple[str, ...]
    stem: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Each of `phrases` must be there: one of a word's terms, or a pair of neighbours."""

    words: tuple[Word, ...]
    pairs: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    did_you_mean: str | None = None

    def __bool__(self) -> bool:
        return bool(self.words)


def question_of(text: str, lexicon: Lexicon) -> Question:
    """The question behind a person's words."""
    kept = _without_asking(WORD.findall(text)[:MOST_WORDS])
    known = lexicon.look_up({fold(form) for form, _ in kept})
    words: dict[str, Word] = {}
    meant: dict[str, str] = {}
    for form, first in kept:
        small = form[:LONGEST].lower()
        if small in words:
            continue
        word = _word(form, first=first, known=known.get(fold(small), ()))
        words[small] = word if fold(small) in known else _mended(word, lexicon, meant)
    stems = [words[form[:LONGEST].lower()].stem for form, _ in kept]
    return Question(
        words=tuple(words.values()),
        pairs=tuple(dict.fromkeys(_neighbours(stems))),
        phrases=tuple(_phrases(text)),
        did_you_mean=_rewritten(text, meant) if meant else None,
    )


def _without_asking(forms: Sequence[str]) -> list[tuple[str, bool]]:
    """The words that name something, each with whether it opens the question."""
    kept = [
        (form, place == 0)
        for place, form in enumerate(forms)
        if fold(form) not in _ASKING or (place > 0 and form[0].isupper())
    ]
    return kept or [(form, place == 0) for place, form in enumerate(forms)]


def _word(form: str, *, first: bool, known: Sequence[Known]) -> Word:
    read = analyse(form[:LONGEST].lower())
    capital, plain = sum(k.capital for k in known), sum(k.plain for k in known)
    if any(letter.isdigit() for letter in form) or (form[0].isupper() and not first):
        weight = NAME
    elif read.verb:
        weight = VERB
    else:
        weight = NAME if capital > plain else PLAIN
    return Word(form, weight, (*read.lemmas, read.english), (read.prefix,), read.stem)


def _mended(word: Word, lexicon: Lexicon, meant: dict[str, str]) -> Word:
    """The word with the terms of its likeliest neighbours, if the index holds nothing of it.

    Only words that everybody may read can be suggested, so that no suggestion betrays another.
    """
    folded = fold(word.form)
    if len(folded) < SHORTEST_TO_MEND or folded.isdigit() or lexicon.holds(word.terms):
        return word
    near = [known for forms in lexicon.look_up(edits(folded)).values() for known in forms]
    near.sort(key=lambda k: (fold(k.form)[0] != folded[0], -k.documents, k.form))
    near = [known for known in near[: 2 * MENDED_BY] if lexicon.shows(known.form)][:MENDED_BY]
    if not near:
        return word
    meant[word.form] = near[0].form.capitalize() if word.form[0].isupper() else near[0].form
    read = [analyse(known.form) for known in near]
    return replace(
        word,
        terms=(*word.terms, *dict.fromkeys(term for r in read for term in r.lemmas)),
        prefixes=tuple(dict.fromkeys((*word.prefixes, *(r.prefix for r in read)))),
    )


def _neighbours(stems: Sequence[str]) -> Iterable[str]:
    return (f"{left}~{right}" for left, right in pairwise(stems))


def _phrases(text: str) -> Iterable[tuple[str, ...]]:
    """A question that stands in quotation marks as a whole asks for just these words side by side, in
    any of their forms. Marks around some of the words do not: they are a title's as often as not, and
    asking for them to the letter loses what people look for."""
    quoted = _QUOTED.fullmatch(text.strip())
    if quoted is None:
        return
    read = [analyse(form[:LONGEST].lower()) for form in WORD.findall(quoted[1])[:MOST_WORDS]]
    if len(read) == 1:
        yield (*read[0].lemmas, read[0].english)
    else:
        yield from ((pair,) for pair in _neighbours([r.stem for r in read]))


def _rewritten(text: str, meant: Mapping[str, str]) -> str:
    return WORD.sub(lambda found: meant.get(found.group(), found.group()), text)
