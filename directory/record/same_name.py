"""Whether two names could be those of one house: misspelt, shortened, with or without the place and the
patron. Where the houses stand is asked elsewhere (`directory.record.likeness`)."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from taxonomy.spelling import fold

NEARLY = 0.88
"""From which share of common letters two names count as nearly alike."""
LONGEST_SHORT = 7
"""Letters of an abbreviation made of first letters, such as GOK or MGOKiS."""
_EMPTY_WORDS = frozenset({"w", "we", "z", "ze", "im", "i", "na", "the", "of", "and"})
_PATRON = frozenset({"im", "imienia"})
_JOINS = frozenset({"i", "and"})
"""Small words that an abbreviation may have a letter of: GCKiS."""


def same_name(a: str, b: str, where: frozenset[str] = frozenset()) -> bool:
    """`where`: folded words of the places in which the two stand; "GOK Skawina" and "Gminny Ośrodek
    Kultury w Skawinie" differ in nothing else."""
    words_a, words_b = _words(a), _words(b)
    if words_a == words_b:
        return True
    # "Library no. 1" and "Library no. 2" differ in one letter and are two libraries.
    if {w for w in words_a if w.isdigit()} != {w for w in words_b if w.isdigit()}:
        return False
    return _nearly(" ".join(sorted(words_a)), " ".join(sorted(words_b))) or _same_core(a, b, where)


@lru_cache(maxsize=20_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _EMPTY_WORDS


def _nearly(a: str, b: str) -> bool:
    # What the letters alone rule out need not be compared: an import asks this a million times.
    common = sum((_letters(a) & _letters(b)).values())
    if 2 * common < NEARLY * (len(a) + len(b)):
        return False
    return SequenceMatcher(None, a, b).ratio() >= NEARLY


@lru_cache(maxsize=20_000)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


# ── without the place and the patron ────────────────────────────────────────────────────────────


def _same_core(a: str, b: str, where: frozenset[str]) -> bool:
    core_a, place_a, patron_a = _parts(a, where)
    core_b, place_b, patron_b = _parts(b, where)
    if place_a and place_b and not any(_inflected(x, y) for x in place_a for y in place_b):
        return False
    if patron_a and patron_b and not _nearly(" ".join(patron_a), " ".join(patron_b)):
        return False
    if _shortened(core_a, core_b) or _shortened(core_b, core_a):
        return True
    full_a, full_b = (sorted(w for w in core if w not in _EMPTY_WORDS) for core in (core_a, core_b))
    # One word ("museum") is what many in one town are.
    return min(len(full_a), len(full_b)) > 1 and _nearly(" ".join(full_a), " ".join(full_b))


Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def _parts(name: str, where: frozenset[str]) -> tuple[Words, Words, Words]:
    """The name's words in order: what it is, where it says it stands, after whom it is called."""
    core: list[str] = []
    place: list[str] = []
    patron: list[str] = []
    into = core
    for word in fold(name).split():
        if any(_inflected(word, unit) for unit in where):
            place.append(word)
        elif word in _PATRON:
            into = patron
        else:
            into.append(word)
    return tuple(core), tuple(place), tuple(patron)


def _inflected(a: str, b: str) -> bool:
    """Whether these could be two forms of one place's name: Skawina, Skawinie, skawiński."""
    if a == b:
        return True
    least, most = sorted((len(a), len(b)))
    if least < 4 or a[:3] != b[:3]:
        return False
    common = next((n for n in range(3, least) if a[n] != b[n]), least)
    return common >= least - 2 and most - common <= 4


def _shortened(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a word of the first is made of the first letters of the other's words, and all else is
    the same."""
    if len(short) >= len(full):
        return False
    spoken = [w for w in full if w not in _EMPTY_WORDS or w in _JOINS]
    return any(
        _stands_for(short, words) for words in (spoken, [w for w in spoken if w not in _JOINS])
    )


def _stands_for(short: Sequence[str], full: Sequence[str]) -> bool:
    letters = "".join(word[0] for word in full)
    for index, word in enumerate(short):
        if not 2 <= len(word) <= LONGEST_SHORT or (start := letters.find(word)) < 0:
            continue
        rest = {*short[:index], *short[index + 1 :]} - _EMPTY_WORDS
        if rest == {*full[:start], *full[start + len(word) :]} - _EMPTY_WORDS:
            return True
    return False
