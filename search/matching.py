"""Which entries answer a question whole. A page shows what has some of the words below what has them all; a
letter that says "this is new for you" must not tell of everything with one of them in it."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from sys import byteorder

from search.engines.protocol import Hit
from search.language.analysis import hash_of
from search.language.question import INSTEAD, Question, Word
from search.language.tokens import fold
from search.models import Entry

BINDING = frozenset(fold("dla oraz lub albo pod nad przy przed the and for with from").split())
"""Words of three letters and more that only bind others; shorter ones are never asked for."""
SHORTEST = 3
PARTS = 40
"""Parts of an object that are looked at; whoever is told of a thing is told of it young."""
AT_ONCE = 400


def whole(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Those hits whose object has every word of the question, in any form or by a phrase that means the
    same, wherever in it."""
    terms = _terms_of(hits)
    return [hit for hit in hits if answers(question, terms[hit.kind, hit.object_id])]


def answers(question: Question, there: Collection[int]) -> bool:
    """Whether all the words that name something are among these hashes of terms."""
    typed = [word for word in question.words if word.terms]
    telling = [word for word in typed if _tells(word)] or typed
    # What stands for several typed words has no terms of its own; where it is met, so many may be missing.
    spared = sum(
        round(word.weight / INSTEAD)
        for word in question.words
        if not word.terms and _met(word, there)
    )
    return sum(not _met(word, there) for word in telling) <= spared


def _tells(word: Word) -> bool:
    return len(word.form) >= SHORTEST and fold(word.form) not in BINDING


def _met(word: Word, there: Collection[int]) -> bool:
    return any(hash_of(term) in there for term in word.terms) or any(
        bool(bundle) and all(any(hash_of(term) in there for term in terms) for terms in bundle)
        for bundle in word.bundles
    )


def _terms_of(hits: Iterable[Hit]) -> dict[tuple[str, int], set[int]]:
    """The hashes of the terms of each object."""
    ids: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.object_id)
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, some in ids.items():
        for start in range(0, len(some), AT_ONCE):
            parts = Entry.objects.filter(
                kind=kind, object_id__in=some[start : start + AT_ONCE], part__lte=PARTS
            )
            for object_id, hashes in parts.values_list("object_id", "hashes").iterator():
                keys = array("I")
                keys.frombytes(bytes(hashes))
                if byteorder == "big":
                    keys.byteswap()
                found[kind, object_id].update(keys)
    return found
