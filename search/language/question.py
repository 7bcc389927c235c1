"""A person's words into a question that every engine can put: weighted words, pairs, spelling.

What each step brings was measured: `docs/decisions/search-ranking.md`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import NamedTuple, Protocol

from search.language import morphology
from search.language.accents import accented
from search.language.alike import ABBREVIATION, Alikes, Bundle, bundle_of
from search.language.analysis import Analysis, analyse
from search.language.spelling import edits
from search.language.tokens import LONGEST, WORD, fold
from search.weights import WEIGHTS

NAME, VERB, PLAIN = WEIGHTS.name, WEIGHTS.verb, 1.0
PREFIX, PAIR = WEIGHTS.prefix, WEIGHTS.pair
"""What a shared beginning and a pair of neighbours count beside a shared lemma."""
MOST_WORDS = 32
"""Words of a question that are looked at; nobody's sentence is longer."""
INSTEAD = 0.7
"""What an abbreviation counts for each of the words that were typed in its place."""
SHORTEST_TO_PROPOSE, SHORTEST_TO_MEND = 4, 5
"""Letters of a word for which a neighbour is proposed, and of one that is looked for as its neighbours at once:
of four letters, too many words are one slip away."""
MENDED_BY = 3
SHORTEST_STEM = 3
SHORTEST_BEGINNING = 3
COMPLETED_BY = 8
"""Words of the index that an unfinished last word may become."""

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

    def beginning(self, folded: str, most: int) -> Sequence[Known]:
        """The words that everybody may read and that begin so, the most frequent first."""

    def with_stems(self, stems: Collection[str]) -> Sequence[Known]:
        """The words that everybody may read with one of these stems."""

    def alike(self) -> Alikes:
        """Abbreviations and synonyms."""

    def is_name(self, lemmas: Collection[str]) -> bool:
        """Whether a place is called by one of these: such a word is no form of another."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question. The best of its terms counts, and the best of its prefixes, times weight."""

    form: str
    weight: float
    terms: tuple[str, ...]
    prefixes: tuple[str, ...]
    stem: str
    bundles: tuple[Bundle, ...] = ()
    """Phrases that mean the same: one of them, whole, is as good as the word."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Each of `phrases` must be there: one of a word's terms, or a pair of neighbours."""

    words: tuple[Word, ...]
    pairs: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    did_you_mean: str | None = None
    also: tuple[str, ...] = ()
    """Synonyms that are looked for beside what was typed."""
    missing: tuple[str, ...] = ()
    """Words, as they were typed, that nothing has which this person may find."""

    def __bool__(self) -> bool:
        return bool(self.words)


def question_of(text: str, lexicon: Lexicon) -> Question:
    """The question behind a person's words."""
    kept = _without_asking(WORD.findall(text)[:MOST_WORDS])
    known = lexicon.look_up({fold(form) for form, _ in kept})
    words: dict[str, Word] = {}
    meant: dict[str, str] = {}
    missing: list[str] = []
    quoted = _quoted(text)
    literal = {form for forms in quoted for form in forms}
    alike = [
        one
        for one in lexicon.alike().met([form for form, _ in kept])
        # Who puts a word in quotation marks wants it to the letter.
        if not literal.issuperset(_small(form) for form, _ in kept[one.start : one.end])
    ]
    bound = {place for one in alike for place in range(one.start, one.end)}
    for place, (form, first) in enumerate(kept):
        small = _small(form)
        if small in words:
            continue
        there = known.get(fold(small), ())
        read = _readings(small, there)
        name = any(lexicon.is_name(_own(one)) for one in read) and not _common(there)
        word = _word(form, read, first=first, known=there, name=name)
        if not there and not name and place not in bound:
            last = place == len(kept) - 1
            word = _looked_after(word, lexicon, meant, missing, last=last)
        words[small] = word
    stems = [words[_small(form)].stem for form, _ in kept]
    also: dict[str, None] = {}
    for one in alike:
        also |= dict.fromkeys(" ".join(other) for other in one.others)
        bundles = tuple(bundle_of(other) for other in one.others)
        if one.end - one.start == 1:
            small = _small(kept[one.start][0])
            word = words[small]
            words[small] = replace(word, bundles=(*word.bundles, *bundles))
        else:
            # What stands for several words is a word of its own beside them, and counts like most of them.
            said = " ".join(one.others[0])
            weight = INSTEAD * (one.end - one.start)
            words[said] = Word(said, weight, (), (), "", bundles)
    return Question(
        words=tuple(words.values()),
        pairs=tuple(dict.fromkeys(_neighbours(stems))),
        phrases=tuple(_phrases(quoted, lexicon)),
        did_you_mean=_rewritten(text, meant) if meant else None,
        also=tuple(also),
        missing=tuple(missing),
    )


def _without_asking(forms: Sequence[str]) -> list[tuple[str, bool]]:
    """The words that name something, each with whether it opens the question."""
    kept = [
        (form, place == 0)
        for place, form in enumerate(forms)
        if fold(form) not in _ASKING or (place > 0 and form[0].isupper())
    ]
    return kept or [(form, place == 0) for place, form in enumerate(forms)]


def _own(read: Analysis) -> tuple[str, ...]:
    """The lemmas that the dictionary gives; the stem of a word that it does not know."""
    return read.lemmas[:-1] or read.lemmas


def _common(known: Sequence[Known]) -> bool:
    """Whether the index writes a word small more often than not: "nowy" in "Nowy Targ" is no name."""
    return sum(k.plain for k in known) > sum(k.capital for k in known)


def _readings(small: str, known: Sequence[Known]) -> list[Analysis]:
    """What a word may be, the likeliest first. One typed without diacritics is also what the index has of
    its folded form; what neither knows so, the dictionary may know with marks."""
    forms = [one.form for one in known]
    if not small.isascii() or small in forms:
        return [analyse(small)]
    marked = forms or accented(small)
    return [*(analyse(form) for form in marked), analyse(small)]


def _word(
    form: str, read: Sequence[Analysis], *, first: bool, known: Sequence[Known], name: bool
) -> Word:
    capital, plain = sum(k.capital for k in known), sum(k.plain for k in known)
    if any(letter.isdigit() for letter in form) or (form[0].isupper() and not first):
        weight = NAME
    elif read[0].verb:
        weight = VERB
    else:
        weight = NAME if name or capital > plain else PLAIN
    terms = dict.fromkeys(term for one in read for term in _terms(one, name=name))
    return Word(form, weight, tuple(terms), (read[-1].prefix,), read[0].stem)


def _terms(read: Analysis, *, name: bool) -> tuple[str, ...]:
    """A word's terms. A name that the dictionary knows is never reduced to a stem, which it may share
    with words that only look like it; nor is another to two letters ("os" of *osoby* and *osiem*)."""
    known = len(read.lemmas) > 1
    if name and known:
        return read.lemmas[:-1]
    lemmas = read.lemmas[:-1] if known and len(read.stem) < SHORTEST_STEM else read.lemmas
    return tuple(filter(None, (*lemmas, read.english, read.exact)))


def _looked_after(
    word: Word, lexicon: Lexicon, meant: dict[str, str], missing: list[str], *, last: bool
) -> Word:
    """A word of which the index holds nothing: perhaps its end is still to be typed, perhaps a finger
    has slipped. Only words that everybody may read can be proposed, so that no proposal betrays another.
    """
    folded = fold(word.form)
    if len(folded) < SHORTEST_BEGINNING or folded.isdigit() or lexicon.holds(word.terms):
        return word
    if last:
        begun = _shown(lexicon.beginning(folded, COMPLETED_BY), lexicon, COMPLETED_BY)
        if begun:
            return _with(word, begun)
    near = [] if _rightly_written(word.form) else _near(folded, word.stem, lexicon)
    if near:
        capital = word.form[0].isupper()
        meant[word.form] = near[0].form.capitalize() if capital else near[0].form
        if len(folded) >= SHORTEST_TO_MEND:
            return _with(word, near)
    missing.append(word.form)
    return word


def _rightly_written(form: str) -> bool:
    """A word of the dictionary that merely nobody has used here ("joga"), and an abbreviation: to look for
    its neighbours instead ("mogą") would hide that there is nothing."""
    small = _small(form)
    if form.isupper() and len(form) <= ABBREVIATION:
        return True
    return bool(morphology.read(small).lemmas or accented(small))


def _near(folded: str, stem: str, lexicon: Lexicon) -> list[Known]:
    """The likeliest words one slip away; else those of which another form would be."""
    if len(folded) < SHORTEST_TO_PROPOSE:
        return []
    near = [known for forms in lexicon.look_up(edits(folded)).values() for known in forms]
    found = _shown(_likeliest(near, folded), lexicon, MENDED_BY)
    if found or len(stem) < SHORTEST_TO_PROPOSE:
        return found
    return _shown(_likeliest(lexicon.with_stems(edits(stem)), folded), lexicon, MENDED_BY)


def _likeliest(near: Iterable[Known], folded: str) -> list[Known]:
    return sorted(near, key=lambda k: (fold(k.form)[0] != folded[0], -k.documents, k.form))


def _shown(known: Sequence[Known], lexicon: Lexicon, most: int) -> list[Known]:
    return [one for one in known[: 2 * most] if lexicon.shows(one.form)][:most]


def _with(word: Word, known: Sequence[Known]) -> Word:
    """The word with the terms of others."""
    read = [analyse(one.form) for one in known]
    return replace(
        word,
        terms=(*word.terms, *dict.fromkeys(term for r in read for term in r.lemmas)),
        prefixes=tuple(dict.fromkeys((*word.prefixes, *(r.prefix for r in read)))),
    )


def _neighbours(stems: Sequence[str]) -> Iterable[str]:
    return (f"{left}~{right}" for left, right in pairwise(stems))


def _quoted(text: str) -> list[list[str]]:
    """What stands in quotation marks: for each, its words in small letters.

    In a sentence that ends with a question mark they mark a title as often as not, and asking for it to
    the letter loses what people look for.
    """
    if text.strip().endswith("?"):
        return []
    found = [WORD.findall(piece)[:MOST_WORDS] for piece in _QUOTED.findall(text)]
    return [[_small(form) for form in forms] for forms in found]


def _phrases(quoted: Sequence[Sequence[str]], lexicon: Lexicon) -> Iterable[tuple[str, ...]]:
    """What was quoted must be there: just these words side by side, in any of their forms, with or without
    their diacritics."""
    folded = {fold(form) for forms in quoted for form in forms}
    known = lexicon.look_up(folded) if folded else {}
    for forms in quoted:
        read = [_readings(form, known.get(fold(form), ())) for form in forms]
        if len(read) == 1:
            yield tuple(dict.fromkeys(t for one in read[0] for t in _terms(one, name=False)))
        for left, right in pairwise([dict.fromkeys(one.stem for one in some) for some in read]):
            yield tuple(f"{before}~{after}" for before, after in product(left, right))


def _small(form: str) -> str:
    return form[:LONGEST].lower()


def _rewritten(text: str, meant: Mapping[str, str]) -> str:
    return WORD.sub(lambda found: meant.get(found.group(), found.group()), text)
