"""The golden set, and what is measured with it: nDCG@10 and success@3."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from search.language import fold

GOLDEN = Path(__file__).parent / "data" / "golden.txt"
Key = tuple[str, int]
"""Kind and id of an object."""
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True)
class Judged:
    """A question with the objects that answer it: 2 answers it, 1 helps."""

    q: str
    sort: str
    grades: Mapping[Key, int]


def read_golden(titles: Mapping[Key, str]) -> list[Judged]:
    """The golden set for an index whose objects have these titles. Objects are named by the beginning of
    their title, in small letters without marks; a name that fits nothing is an error."""
    called = {key: _NO_WORD.sub("-", fold(title)).strip("-") for key, title in titles.items()}
    judged = []
    for line in GOLDEN.read_text().splitlines():
        if line.startswith("#"):
            continue
        q, sort, names = (piece.strip() for piece in line.split("|"))
        grades: dict[Key, int] = {}
        for name in names.split():
            name, _, grade = name.partition("=")
            kind, _, start = name.partition(":")
            found = [k for k, slug in called.items() if k[0] == kind and slug.startswith(start)]
            if not found:
                raise LookupError(f"{q}: nothing is called {name}")
            grades |= dict.fromkeys(found, int(grade or 2))
        judged.append(Judged(q, sort, grades))
    return judged


def gain(ranked: Sequence[Key], grades: Mapping[Key, int]) -> float:
    """nDCG@10."""

    def dcg(some: Iterable[int]) -> float:
        return sum(grade / log2(place + 2) for place, grade in enumerate(some))

    best = dcg(sorted(grades.values(), reverse=True)[:10])
    return dcg(grades.get(key, 0) for key in ranked[:10]) / best


def hit(ranked: Sequence[Key], grades: Mapping[Key, int]) -> bool:
    """success@3: something that answers is among the first three."""
    return any(grades.get(key, 0) >= 2 for key in ranked[:3])


Ask = Callable[[str], Sequence[Key]]


@dataclass(frozen=True)
class Figures:
    """What a set of questions came to."""

    questions: int
    ndcg: float
    success: float
    missed: Sequence[str]


def measure(judged: Sequence[Judged], ask: Ask) -> Figures:
    ranked = [(one, ask(one.q)) for one in judged]
    return Figures(
        len(judged),
        sum(gain(keys, one.grades) for one, keys in ranked) / len(judged),
        sum(hit(keys, one.grades) for one, keys in ranked) / len(judged),
        [one.q for one, keys in ranked if not hit(keys, one.grades)],
    )
