"""What counts how much, in one place. A site sets others by SEARCH_WEIGHTS ("fresh=0.2,accepted=0").

Those of words and terms were measured (`docs/decisions/search-ranking.md`); all are flat within a third, so
small changes do nothing. What others say of a thing raises its score by shares: with 0.15 an accepted answer
counts 15 % more than the same words elsewhere. None of them is kept in the index: a change holds at once.
"""

from dataclasses import dataclass, fields
from math import isfinite, log10

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.documents import Praise

KINDS = ("message", "person", "card")
DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Weights:
    name: float = 1.6
    """Words that are names or have figures in them."""
    verb: float = 0.7
    """Words that can only be verbs."""
    prefix: float = 0.8
    """A shared beginning beside a shared lemma."""
    pair: float = 0.5
    """Two neighbours of the question side by side."""
    title: float = 0.6
    """All the words of the question stand in the title; some of them: their share of it."""
    whole_title: float = 0.4
    """That and more: no word of the question is missing in the title."""
    message: float = 0.6
    """What was said in a chat, beside the same words written down. So are the next two."""
    person: float = 0.8
    card: float = 0.9
    accepted: float = 0.15
    """The accepted answer of a question."""
    helped: float = 0.1
    """Ten people say that it helped them (nine more than one count as much as one)."""
    replicated: float = 0.15
    """Others have done what a note describes, ten times."""
    stale: float = 0.8
    """A note whose day to be looked at has passed, in place of 1. It comes lower and never vanishes."""
    fresh: float = 0.1
    """Written today; half of it after `half_life` days."""
    half_life: float = 365.0

    def kind(self, kind: str) -> float:
        """What the words of this kind of thing count; 1 unless something else is said above."""
        return float(getattr(self, kind)) if kind in KINDS else 1.0

    def base(self, kind: str, praise: Praise) -> float:
        """What the words count before anything is added."""
        return self.kind(kind) * (self.stale if praise.stale else 1.0)

    def praise(self, praise: Praise) -> float:
        """By which share what others say raises a score."""
        return (
            self.accepted * praise.accepted
            + self.helped * log10(1 + praise.helped)
            + self.replicated * log10(1 + praise.replicated)
        )

    def freshness(self, age: float) -> float:
        """By which share the age in seconds does."""
        return float(self.fresh * 0.5 ** (max(age, 0.0) / (self.half_life * DAY)))


def read(text: str) -> Weights:
    """The weights that a line of settings says; the others as they were measured."""
    known = {field.name for field in fields(Weights)}
    said: dict[str, float] = {}
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, value = piece.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if name.strip() not in known or not isfinite(number) or not 0 <= number <= 10_000:
            raise ImproperlyConfigured(f"“{piece}” is no weight")
        said[name.strip()] = number
    if said.get("half_life", 1.0) == 0:
        raise ImproperlyConfigured("half_life must be more than 0 days")
    return Weights(**said)


def _of_the_site() -> Weights:
    try:
        return read(settings.SEARCH_WEIGHTS)
    except ImproperlyConfigured as error:
        raise SystemExit(f"The setting SEARCH_WEIGHTS cannot be used: {error}.") from None


WEIGHTS = _of_the_site()
