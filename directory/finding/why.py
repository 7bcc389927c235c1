"""Why a row stands in a result: what was chosen and what it has of it, at a glance and without a statement."""

from collections.abc import Mapping, Sequence

from directory.finding.filters import Filters
from directory.finding.opening import CHOICES, quarter
from directory.finding.sets import NONE, sets
from directory.reference import kept
from directory.vocabulary import networks
from taxonomy.words import Words


def fitting(filters: Filters, words: Words, pks: Sequence[int]) -> dict[int, list[str]]:
    """By the organisation's id: the chosen words that it has. That a kind or a place is the chosen one its
    line says anyway, and the access that was asked for stands in its facts."""
    known = sets()
    opened = known.open(quarter())
    names: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
        "practice": (filters.practices, dict(words.practice_pairs)),
        "audience": (filters.audiences, dict(words.audiences)),
        "format": (filters.formats, dict(words.formats)),
        "network": (
            filters.networks, dict(kept("networks", networks.choices)) if filters.networks else {},
        ),
    }  # fmt: skip
    found: dict[int, list[str]] = {pk: [] for pk in pks}
    for code in dict.fromkeys(("now", *filters.open)):
        inside = known.of(opened.get(code, NONE) & known.shown)
        _add(found, inside, str(CHOICES[code]))
    for facet, (codes, called) in names.items():
        for code in codes:
            _add(found, known.organisations.get(facet, {}).get(code, NONE), called.get(code, code))
    return found


def _add(found: dict[int, list[str]], having: frozenset[int] | set[int], name: str) -> None:
    for pk in found.keys() & having:
        found[pk].append(name)
