"""How well somebody fits a question. A pure function: whom to ask is judged here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

ASKED_AT_ONCE = 5
"""People and organisations asked in one ring, at most."""

WEIGHTS = {"tags": 3.0, "solved": 4.0, "wrote": 3.0, "helped": 1.0, "region": 2.0}
"""What each sign counts. Having solved such a thing says most; being near says something only together
with one of the others."""

ENOUGH = 3
"""Of one sign more than so many says no more: ten notes do not outweigh everybody else."""

TIRED = 0.5
"""Each question of the last week takes so much away, so that it is not always the same people."""


@dataclass(frozen=True)
class Signs:
    """What speaks for asking a helper, as figures."""

    helper_id: int
    tags: int = 0
    """Tags of the question among those they named."""
    solved: int = 0
    """Questions with such tags that an answer of theirs has solved."""
    wrote: int = 0
    """Notes with such tags that they published."""
    helped: int = 0
    """Answers under such tags that helped somebody."""
    region: bool = False
    """Whether they have named the place that it is about, one in it, or one around it."""
    near: bool = True
    """The same, or either of them has named no place."""
    lately: int = 0
    """How many questions they were asked in the last seven days."""
    per_week: int = 1

    @property
    def knows(self) -> bool:
        return bool(self.tags or self.solved or self.wrote or self.helped)


@dataclass(frozen=True)
class Choice:
    helper_id: int
    score: float
    reasons: tuple[tuple[str, int], ...]


def score(signs: Signs) -> float:
    """0 for who is not to be asked."""
    if signs.lately >= signs.per_week or not signs.knows:
        return 0.0
    figures = {
        "tags": signs.tags, "solved": signs.solved, "wrote": signs.wrote, "helped": signs.helped,
        "region": int(signs.region),
    }  # fmt: skip
    total = sum(WEIGHTS[name] * min(figure, ENOUGH) for name, figure in figures.items())
    return max(total - TIRED * signs.lately, 0.1)


def reasons(signs: Signs) -> tuple[tuple[str, int], ...]:
    """What is said of why, the weightiest first."""
    said = {
        "solved": signs.solved, "tags": signs.tags, "wrote": signs.wrote, "helped": signs.helped,
        "region": int(signs.region),
    }  # fmt: skip
    return tuple((name, figure) for name, figure in said.items() if figure)


def choose(candidates: Iterable[Signs], *, near: bool, limit: int = ASKED_AT_ONCE) -> list[Choice]:
    """Whom to ask, the best first. `near`: nobody who has named another place; the ring that asks
    further drops that. Equal scores go by who was asked least, then by the older entry."""
    fit = [signs for signs in candidates if score(signs) > 0 and (signs.near or not near)]
    fit.sort(key=lambda signs: (-score(signs), signs.lately, signs.helper_id))
    return [Choice(signs.helper_id, score(signs), reasons(signs)) for signs in fit[:limit]]
