"""The exact score of an entry: BM25 with the best term of each word, and the best prefix.

No database can say "the best of" for many terms at once; so each proposes candidates in its own way,
and all are scored here by the terms that lie beside the entry.
"""

import sys
import time
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.documents import Praise
from search.engines.figures import Figures
from search.language import Terms
from search.language.analysis import hash_of
from search.language.question import PAIR, PREFIX, Question, Word
from search.weights import WEIGHTS

K1, B = 1.2, 0.75
MOST = 255
"""Times that a term is counted within an entry."""
_BIG_END_FIRST = sys.byteorder == "big"

Weighted = tuple[tuple[int, float], ...]
"""Hashes of terms with what each is worth."""


def packed(terms: Terms) -> tuple[bytes, bytes]:
    """The distinct terms as rising hashes, and how often each occurs."""
    counted = Counter(terms.hashes)
    rising = sorted(counted)
    hashes = array("I", rising)
    if _BIG_END_FIRST:
        hashes.byteswap()
    counts = [counted[key] for key in rising]
    if counts and max(counts) > MOST:
        counts = [min(count, MOST) for count in counts]
    return hashes.tobytes(), bytes(counts)


def packed_title(terms: Iterable[str]) -> bytes:
    """The terms of a title as rising hashes."""
    hashes = array("I", sorted({hash_of(term) for term in terms}))
    if _BIG_END_FIRST:
        hashes.byteswap()
    return hashes.tobytes()


TITLE_WORDS = 4
"""Words of a question up to which it may be a title."""


class Share(NamedTuple):
    """How much of a question a word is, by its weight and rarity: 1 in all of a short one."""

    share: float
    word: Word


def shares_of(question: Question, figures: Figures) -> list[Share]:
    """The words that a title may hold. Those that are nowhere tell nothing; the more there are, the less
    it is the title that somebody is after."""
    worths = [(word.weight * _rarest(word, figures), word) for word in question.words]
    known = [(worth, word) for worth, word in worths if worth]
    total = sum(worth for worth, _ in known) * max(1.0, len(known) / TITLE_WORDS)
    return [Share(worth / total, word) for worth, word in known]


def _rarest(word: Word, figures: Figures) -> float:
    own = max((figures.rarity(term) for term in word.terms), default=0.0)
    return max(
        own,
        *(sum(max(map(figures.rarity, terms)) for terms in bundle) for bundle in word.bundles),
        0.0,
    )


@dataclass(frozen=True, slots=True)
class Scorer:
    """A question made ready: hashes and worths instead of terms."""

    lemmas: tuple[Weighted, ...]
    prefixes: tuple[Weighted, ...]
    pairs: tuple[Weighted, ...]
    bundles: tuple[tuple[tuple[Weighted, ...], ...], ...]
    """For each word the phrases that mean the same; for each of a phrase's words what counts."""
    titles: tuple[tuple[float, frozenset[int], tuple[tuple[frozenset[int], ...], ...]], ...]
    """For each word its share, its terms, and those of the phrases that mean the same."""
    figures: Figures
    now: float
    """Seconds since 1970: freshness is as of this moment."""

    @classmethod
    def of(cls, question: Question, figures: Figures) -> "Scorer":
        def weighted(terms: Iterable[str], weight: float) -> Weighted:
            worth = ((hash_of(term), weight * (K1 + 1) * figures.rarity(term)) for term in terms)
            return tuple((key, value) for key, value in worth if value)

        return cls(
            tuple(weighted(word.terms, word.weight) for word in question.words),
            tuple(weighted(word.prefixes, word.weight * PREFIX) for word in question.words),
            tuple(weighted((pair,), PAIR) for pair in question.pairs),
            tuple(
                tuple(tuple(weighted(t, word.weight) for t in bundle) for bundle in word.bundles)
                for word in question.words
            )
            if any(word.bundles for word in question.words)
            else (),
            tuple(
                (
                    share,
                    frozenset(map(hash_of, word.terms)),
                    tuple(
                        tuple(frozenset(map(hash_of, terms)) for terms in bundle)
                        for bundle in word.bundles
                    ),
                )
                for share, word in shares_of(question, figures)
            ),
            figures,
            time.time(),
        )

    def raised(
        self, score: float, kind: str, praise: Praise, created: float, title: bytes
    ) -> float:
        """The score with what kind of thing the entry is, what others say of it, how new it is, and how
        much of the question stands in its title."""
        shares = WEIGHTS.praise(praise) + WEIGHTS.freshness(self.now - created)
        if title:
            shares += self._titled(title)
        return score * (WEIGHTS.base(kind, praise) + shares)

    def _titled(self, title: bytes) -> float:
        """What the words of the question that stand in a title are worth."""
        keys = array("I")
        keys.frombytes(title)
        if _BIG_END_FIRST:
            keys.byteswap()
        there = frozenset(keys)
        met = [
            share
            for share, terms, bundles in self.titles
            if not there.isdisjoint(terms)
            or any(all(not there.isdisjoint(some) for some in bundle) for bundle in bundles)
        ]
        whole = WEIGHTS.whole_title if met and len(met) == len(self.titles) else 0.0
        return WEIGHTS.title * sum(met) + whole

    def score(self, hashes: bytes, counts: bytes, lengths: Sequence[int]) -> float:
        """The score of an entry; `lengths` of its lemma, prefix and pair fields."""
        keys = array("I")
        keys.frombytes(hashes)
        if _BIG_END_FIRST:
            keys.byteswap()
        end = len(keys)
        lemma, prefix, pair = (
            K1 * (1 - B + B * length / average)
            for length, average in zip(lengths, self.figures.averages, strict=True)
        )
        # The innermost loop of a search: some thousand turns a question, hence no calls but one.
        score = 0.0
        lemmas: Sequence[Weighted] = self.lemmas
        if self.bundles:
            score, lemmas = self._with_bundles(keys, counts, lemma)
        for norm, terms in (
            *((lemma, terms) for terms in lemmas),
            *((prefix, terms) for terms in self.prefixes),
            *((pair, terms) for terms in self.pairs),
        ):
            top = 0.0
            for key, worth in terms:
                if worth > top:
                    at = bisect_left(keys, key)
                    if at < end and keys[at] == key:
                        count = counts[at]
                        value = worth * count / (count + norm)
                        if value > top:
                            top = value
            score += top
        return score

    def _with_bundles(
        self, keys: "array[int]", counts: bytes, norm: float
    ) -> tuple[float, list[Weighted]]:
        """What words that have synonyms are worth here, and the words that have none."""
        score = 0.0
        plain: list[Weighted] = []
        for terms, bundles in zip(self.lemmas, self.bundles, strict=True):
            if not bundles:
                plain.append(terms)
                continue
            worths = [_best(keys, counts, norm, terms)]
            for bundle in bundles:
                each = [_best(keys, counts, norm, word) for word in bundle]
                worths.append(sum(each) if each and all(each) else 0.0)
            score += max(worths)
        return score, plain


def _best(keys: "array[int]", counts: bytes, norm: float, terms: Weighted) -> float:
    """The worth of the best of some terms."""
    top = 0.0
    for key, worth in terms:
        at = bisect_left(keys, key)
        if at < len(keys) and keys[at] == key:
            top = max(top, worth * counts[at] / (counts[at] + norm))
    return top
