"""What a page of results offers to narrow it: kinds, facets, chosen filters, each a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search import names
from search.documents import kinds
from search.query import Results

SHOWN = 12
"""Values of a facet on a page."""
PARAMETERS = ("kind", "tag", "region", "lang")
_FACET_OF = {"kind": "kind", "tag": "tag", "region": "region", "lang": "language"}


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

    def href(self, **changes: str) -> str:
        """The address with some parameters changed; an empty one is left out."""
        values = {"q": self.q, **self.filters, **changes}
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


def facets(asked: Asked, found: Results) -> list[Facet]:
    """The facets in which there is something to choose."""
    tags = dict(list(found.facets["tag"].items())[:SHOWN])
    words = names.tag_names(tags)
    offered = (
        (_("Tag"), "tag", {slug: (words[slug], count) for slug, count in tags.items()}),
        (_("Place"), "region", _places(asked, found.facets["region"])),
        (
            _("Language"),
            "lang",
            {code: (names.language_name(code), n) for code, n in found.facets["language"].items()},
        ),
    )
    made = []
    for name, parameter, values in offered:
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
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            made.append(Facet(name, choices))
    return made


def _places(asked: Asked, counts: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """The units below the chosen one and it itself; else those of the middle level."""
    chosen = asked.filters.get("region", "")
    units = names.units()
    if chosen:
        wanted = [code for code, unit in units.items() if unit.parent == chosen or code == chosen]
    else:
        wanted = [code for code, unit in units.items() if unit.level == "powiat"]
    here = sorted((code for code in wanted if code in counts), key=lambda c: (-counts[c], c))
    return {code: (units[code].name, counts[code]) for code in here}


def chosen(asked: Asked) -> list[Choice]:
    """The filters that hold now; following one removes it. Kinds are tabs and stay out."""
    words = {
        "tag": lambda value: names.tag_names([value])[value],
        "region": names.unit_name,
        "lang": names.language_name,
    }
    return [
        Choice(words[name](value), asked.href(**{name: ""}))
        for name, value in asked.filters.items()
        if value and name in words
    ]
