"""What a page of results offers to narrow it: kinds, facets, chosen filters, each a link."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search import names
from search.documents import kinds
from search.engines.protocol import SORTS
from search.query import Results

SHOWN = 12
"""Values of a facet on a page."""
PARAMETERS = (
    "kind", "tag", "practice", "audience", "region", "lang", "organisation", "date", "answered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    href: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Asked:
    """The address of a page of results: the question and the filters, without the place in the list."""

    q: str
    filters: Mapping[str, str]
    sort: str = ""
    """Empty: by relevance."""

    def href(self, **changes: str) -> str:
        """The address with some parameters changed; an empty one is left out."""
        values = {"q": self.q, **self.filters, "sort": self.sort, **changes}
        return "/search/?" + urlencode({name: v for name, v in values.items() if v})


def tabs(asked: Asked, found: Results) -> list[Choice]:
    """Everything, and each kind, with counts."""
    counts = found.facets["kind"]
    chosen = asked.filters.get("kind", "")
    return [
        Choice(
            pgettext("kind of result", "Everything"),
            asked.href(kind=""),
            sum(counts.values()),
            not chosen,
        ),
        *(
            Choice(
                names.kind_name(kind), asked.href(kind=kind), counts.get(kind, 0), chosen == kind
            )
            for kind in kinds()
            if kind in names.KINDS
        ),
    ]


Values = Mapping[str, tuple[str, int]]
"""What may be chosen: `{value: (word for it, how many)}`, in the order of the page."""


def facets(asked: Asked, found: Results) -> list[Facet]:
    """The facets in which there is something to choose."""
    made = []
    for name, parameter, values in _offered(asked, found):
        chosen = asked.filters.get(parameter, "")
        choices = [
            Choice(
                label,
                asked.href(**{parameter: "" if value == chosen else value}),
                count,
                value == chosen,
            )
            for value, (label, count) in list(values.items())[:SHOWN]
        ]
        some = len(choices) > 1 or parameter == "answered"
        if choices and (some or choices[0].chosen):
            made.append(Facet(name, choices))
    return made


def _offered(asked: Asked, found: Results) -> Iterator[tuple[str, str, Values]]:
    counts = found.facets
    yield _("Practice"), "practice", _named(counts["practice"], names.practice_names)
    yield _("Tag"), "tag", _named(counts["tag"], names.tag_names)
    yield _("For whom"), "audience", _named(counts["audience"], names.audience_names)
    yield _("Place"), "region", _places(asked, counts["region"])
    yield _("When"), "date", _dates(asked, counts["date"])
    yield (
        _("Organisation"),
        "organisation",
        _named(counts["organisation"], names.organisation_names),
    )
    yield (
        _("Answer"),
        "answered",
        {
            value: (_("with an accepted answer"), count)
            for value, count in counts["answered"].items()
        },
    )
    yield (
        _("Language"),
        "lang",
        {code: (names.language_name(code), n) for code, n in counts["language"].items()},
    )


def _named(
    counts: Mapping[str, int], naming: Callable[[Collection[str]], Mapping[str, str]]
) -> Values:
    """The most frequent values by name. Those that have no name for everybody are left out."""
    first = dict(list(counts.items())[:SHOWN])
    words = naming(first)
    return {value: (words[value], count) for value, count in first.items() if value in words}


def _dates(asked: Asked, counts: Mapping[str, int]) -> Values:
    """Years, the latest first; where one is chosen, or there is but one, its months."""
    years = sorted((value for value in counts if len(value) == YEAR), reverse=True)
    chosen = asked.filters.get("date", "")
    year = chosen[:YEAR] or (years[0] if len(years) == 1 else "")
    months = sorted((v for v in counts if len(v) > YEAR and v[:YEAR] == year), reverse=True)
    shown = [*((chosen,) if chosen in years else ()), *months] if year else years
    return {value: (names.date_name(value), counts[value]) for value in shown}


YEAR = 4


def _places(asked: Asked, counts: Mapping[str, int]) -> Values:
    """The units below the chosen one and it itself; else those of the middle level."""
    chosen = asked.filters.get("region", "")
    units = names.units()
    if chosen:
        wanted = [code for code, unit in units.items() if unit.parent == chosen or code == chosen]
    else:
        wanted = [code for code, unit in units.items() if unit.level == "powiat"]
    here = sorted((code for code in wanted if code in counts), key=lambda c: (-counts[c], c))
    return {code: (units[code].name, counts[code]) for code in here}


def orders(asked: Asked, found: Results) -> list[Choice]:
    """In which order the hits may stand. Only notes are done by others."""
    return [
        Choice(
            names.sort_name(sort),
            asked.href(sort="" if sort == SORTS[0] else sort),
            chosen=sort == (asked.sort or SORTS[0]),
        )
        for sort in SORTS
        if sort != "replicated" or found.facets["kind"].get("note")
    ]


def chosen(asked: Asked) -> list[Choice]:
    """The filters that hold now; following one removes it. Kinds are tabs and stay out."""
    words: Mapping[str, Callable[[str], str]] = {
        "tag": lambda value: names.tag_names([value])[value],
        "practice": lambda value: names.practice_names([value])[value],
        "audience": lambda value: names.audience_names([value])[value],
        "region": names.unit_name,
        "lang": names.language_name,
        "organisation": lambda value: names.organisation_names([value]).get(value, "…"),
        "date": names.date_name,
        "answered": lambda value: _("with an accepted answer"),
    }
    return [
        Choice(words[name](value), asked.href(**{name: ""}))
        for name, value in asked.filters.items()
        if value and name in words
    ]
