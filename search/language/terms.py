"""A text into three fields of terms: `lemma`, `prefix`, `pair`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from search.language.analysis import analyse, hash_of
from search.language.tokens import words


def title_terms(title: str) -> list[str]:
    """The lemmas of a title, each once: whether a question's words stand in it."""
    read = [analyse(word) for word in words(title)]
    return list(
        dict.fromkeys(
            term for word in read for term in (*word.lemmas, word.english, word.exact) if term
        )
    )


@dataclass(slots=True)
class Terms:
    """The terms of a text, repeated as often as they occur: their number is the field's length."""

    lemma: list[str] = field(default_factory=list)
    prefix: list[str] = field(default_factory=list)
    pair: list[str] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    """Those of all three."""


def terms_of(texts: Iterable[str], *, language: str = "pl") -> Terms:
    """The terms of an entry's texts (title, text); no pair crosses from one to the next."""
    terms = Terms()
    for text in texts:
        read = [analyse(word) for word in words(text)]
        for word in read:
            terms.lemma += word.lemmas
            terms.hashes += word.hashes
        if language != "en":  # of whose words the dictionary knows none
            unknown = [word for word in read if word.exact]
            terms.lemma += [word.exact for word in unknown]
            terms.hashes += [word.exact_hash for word in unknown]
        if "en" in language.split():
            terms.lemma += [word.english for word in read]
            terms.hashes += [word.english_hash for word in read]
        terms.prefix += [word.prefix for word in read]
        terms.hashes += [word.prefix_hash for word in read]
        stems = [word.stem for word in read]
        terms.pair += [f"{left}~{right}" for left, right in pairwise(stems)]
    terms.hashes += map(hash_of, terms.pair)
    return terms
