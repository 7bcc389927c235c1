"""The figures that scores rest on: how many entries, how long on average, how rare each term is."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from django.db import connection

from search.language.alike import Bundle
from search.language.question import Word

SMALL = 5_000
"""Up to so many entries the figures are counted for each question: they change with every entry."""
KEPT_FOR = 60.0
"""Seconds that a larger index's figures are kept. They shift scores by less than anybody can see."""

Frequencies = Callable[[Collection[str], int], Mapping[str, int]]
"""In how many entries each term is, of an index of so many entries in all."""


class Averages(NamedTuple):
    """Mean lengths of the three fields."""

    lemma: float
    prefix: float
    pair: float


@dataclass(slots=True)
class Figures:
    """Of one moment. `frequency` remembers in how many entries a term is."""

    entries: int
    averages: Averages
    taken_at: float
    frequency: dict[str, int] = field(default_factory=dict)

    def learn(self, terms: Collection[str], count: Frequencies) -> None:
        """Sees to it that the frequencies of these terms are known."""
        missing = [term for term in terms if term not in self.frequency]
        if missing:
            found = count(missing, self.entries)
            for term in missing:
                self.frequency[term] = found.get(term, 0)

    def reach(self, word: Word) -> int:
        """About how many entries a word may be met in: by its terms, or by a phrase that means the same."""
        own = sum(self.frequency[term] for term in word.terms)
        return own + sum(self._together(bundle) for bundle in word.bundles)

    def _together(self, bundle: Bundle) -> int:
        """At most so many entries have all the words of a phrase."""
        return min(sum(self.frequency[term] for term in terms) for terms in bundle)

    def present(self, terms: Collection[str]) -> list[str]:
        """Those of the terms that are anywhere."""
        return [term for term in terms if self.frequency[term]]

    def whole(self, word: Word) -> list[list[list[str]]]:
        """The phrases that mean the same as a word and may be met: for each, the terms of its words."""
        found = [[self.present(terms) for terms in bundle] for bundle in word.bundles]
        return [bundle for bundle in found if bundle and all(bundle)]

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency of a term; 0 for one that is nowhere."""
        frequency = self.frequency[term]
        if not frequency:
            return 0.0
        entries = max(self.entries, frequency)
        return log(1 + (entries - frequency + 0.5) / (frequency + 0.5))


_figures: dict[str, Figures] = {}


def figures() -> Figures:
    """The figures of the index as of now, or of a minute ago if it is large."""
    name = str(connection.settings_dict["NAME"])
    kept = _figures.get(name)
    if kept and kept.entries > SMALL and time.monotonic() - kept.taken_at < KEPT_FOR:
        return kept
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(avg(lemma_length), 0), coalesce(avg(prefix_length), 0),"
            " coalesce(avg(pair_length), 0) FROM search_entry"
        )
        entries, *lengths = cursor.fetchone()
    averages = Averages(*(max(float(length), 1.0) for length in lengths))
    _figures[name] = Figures(int(entries), averages, time.monotonic())
    return _figures[name]
