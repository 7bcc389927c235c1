"""Words typed without diacritics: which Polish words they may be.

The index is folded, so lemmas and stems mostly meet without this. What does not meet is a form whose ending
has a mark ("zasobow"): the dictionary knows it only as it is written, and the rules for stems do not know
the ending.
"""

from functools import lru_cache
from itertools import combinations, product

from search.language import morphology

_MARKED = {
    "a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź",
}  # fmt: skip
MOST_MARKS = 3
LONGEST = 24
"""Letters of a word that is tried; longer ones have too many ways to be written."""
MOST_TRIED = 400
CACHED = 5_000


@lru_cache(maxsize=CACHED)
def accented(word: str) -> tuple[str, ...]:
    """The words of the dictionary that fold to this one, with as few marks as any has; none for a word
    that has marks already or that the dictionary knows as it stands.

    `word` is in small letters. A word costs two milliseconds the first time, at most ten.
    """
    if not word.isascii() or len(word) > LONGEST or morphology.read(word).lemmas:
        return ()
    places = [place for place, letter in enumerate(word) if letter in _MARKED]
    tried = 0
    for marks in range(1, MOST_MARKS + 1):
        found = []
        # From the end: endings are where forms of one word differ.
        for chosen in combinations(reversed(places), marks):
            for letters in product(*(_MARKED[word[place]] for place in chosen)):
                tried += 1
                form = _with(word, dict(zip(chosen, letters, strict=True)))
                if morphology.read(form).lemmas:
                    found.append(form)
            if tried > MOST_TRIED:
                break
        if found or tried > MOST_TRIED:
            return tuple(found)
    return ()


def _with(word: str, letters: dict[int, str]) -> str:
    return "".join(letters.get(place, letter) for place, letter in enumerate(word))
