"""The filters beside the list: links that add or remove a value, with what each would bring."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _

from directory.finding.atlas import Atlas
from directory.finding.figures import Counts
from directory.finding.filters import Filters
from directory.finding.nearby import DEFAULT_KM, WITHIN, Near
from directory.finding.opening import CHOICES
from directory.models import OrganisationKind
from directory.reference import kept
from directory.vocabulary import networks
from directory.vocabulary.accessibility import NEEDS, need_of
from taxonomy.models import Region
from taxonomy.words import Area, Words


@dataclass(frozen=True)
class Choice:
    label: str
    href: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    choices: Sequence[Choice]
    folded: bool = False
    note: str = ""


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, and the address without it."""

    name: str
    href: str


def facets(filters: Filters, counts: Counts, atlas: Atlas, words: Words) -> list[Facet]:
    """In the order in which people ask: what, where, whether they get in, about what, for whom."""
    kinds = [(str(code), str(name)) for code, name in OrganisationKind.choices]
    needs = [(need.code, str(need.name)) for need in NEEDS.values()]
    found = [
        Facet(_("Kind"), _choices(filters, "kind", kinds, counts.kind, by_count=True)),
        _where(filters, counts, atlas),
        Facet(
            _("Accessibility"), _choices(filters, "access", needs, counts.access, by_count=True),
            note=_("Only what somebody has confirmed counts. “Not known” is shown apart, never as a yes."),
        ),
        Facet(
            _("Opening hours"), _choices(filters, "open", opening(), counts.open),
            folded=not filters.open,
            note=_(
                "Only those count that have written their hours here. Many have not: they may be open all the same."
            ),
        ),
        Facet(
            _("What they do"), _areas(filters, words.practices, counts.practice),
            folded=not filters.practices,
        ),
        Facet(
            _("For whom"), _choices(filters, "audience", words.audiences, counts.audience),
            folded=not filters.audiences,
        ),
        Facet(
            _("In what form"), _choices(filters, "format", words.formats, counts.format),
            folded=not filters.formats,
        ),
        Facet(
            _("Networks"), _choices(filters, "network", kept("networks", networks.choices), counts.network),
            folded=not filters.networks,
        ),
    ]  # fmt: skip
    return [facet for facet in found if facet.choices]


def opening() -> Sequence[tuple[str, str]]:
    return [(code, str(name)) for code, name in CHOICES.items()]


def _choices(
    filters: Filters,
    name: str,
    words: Sequence[tuple[str, str]],
    counts: Mapping[str, int],
    *,
    by_count: bool = False,
) -> list[Choice]:
    chosen = set(_codes(filters, name))
    choices = [
        Choice(
            label, filters.toggled(name, code).query() or "?", counts.get(code, 0), code in chosen
        )
        for code, label in words
        if counts.get(code) or code in chosen
    ]
    return sorted(choices, key=lambda choice: -(choice.count or 0)) if by_count else choices


def _codes(filters: Filters, name: str) -> Sequence[str]:
    return {
        "kind": filters.kinds, "region": filters.regions, "practice": filters.practices,
        "audience": filters.audiences, "format": filters.formats, "access": filters.access,
        "network": filters.networks, "open": filters.open,
    }[name]  # fmt: skip


def _areas(filters: Filters, areas: Sequence[Area], counts: Mapping[str, int]) -> list[Choice]:
    """Headings; under one that is opened what stands there. Choosing one of the two takes the place
    of the other: both together would only mean the heading."""
    chosen = set(filters.practices)
    below: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        below[area.heading].append(area.code)
    opened = chosen | {area.heading for area in areas if area.code in chosen}
    choices: list[Choice] = []
    for area in areas:
        if not counts.get(area.code) and area.code not in chosen:
            continue
        if area.heading and area.heading not in opened:
            continue
        others = [area.heading] if area.heading else below[area.code]
        if area.code in chosen:
            wanted = filters.toggled("practice", area.code)
        else:
            wanted = filters.instead("practice", area.code, others)
        label = f"– {area.name}" if area.heading else area.name
        choices.append(
            Choice(label, wanted.query() or "?", counts.get(area.code, 0), area.code in chosen)
        )
    return choices


def _where(filters: Filters, counts: Counts, atlas: Atlas) -> Facet:
    """Powiats; under a chosen one its gminas. This is the map in words."""
    powiats = atlas.by_powiat(counts.gmina)
    opened = {atlas.powiat_of(code) for code in filters.regions}
    words: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}
    gminas = atlas.at(Region.Level.GMINA)
    for unit in atlas.at(Region.Level.POWIAT):
        words.append((unit.code, unit.title))
        numbers[unit.code] = powiats[unit.code]
        inside = (
            [gmina for gmina in gminas if gmina.parent == unit.code] if unit.code in opened else []
        )
        for gmina in inside if len(inside) > 1 else ():
            words.append((gmina.code, f"– {gmina.title}"))
            numbers[gmina.code] = counts.gmina.get(gmina.code, 0)
    tops = [(top.code, top.title) for top in atlas.tops if top.code in filters.regions]
    return Facet(
        _("Where"),
        _choices(filters, "region", [*tops, *words], numbers),
        folded=not filters.regions,
    )


def chosen(filters: Filters, atlas: Atlas, words: Words) -> list[Chosen]:
    """Every filter that is on, each with the address without it."""
    kinds = {str(code): str(name) for code, name in OrganisationKind.choices}
    in_networks = dict(kept("networks", networks.choices)) if filters.networks else {}
    names: Mapping[str, Callable[[str], str]] = {
        "kind": lambda code: kinds[code],
        "region": lambda code: atlas.units[code].title if code in atlas.units else code,
        "practice": lambda code: dict(words.practice_pairs).get(code, code),
        "audience": lambda code: dict(words.audiences).get(code, code),
        "format": lambda code: dict(words.formats).get(code, code),
        "access": lambda code: str(need.name) if (need := need_of(code)) else code,
        "network": lambda code: in_networks.get(code, code),
        "open": lambda code: str(CHOICES[code]),
    }
    found: list[Chosen] = []
    if filters.q:
        found.append(Chosen(f"„{filters.q}”", filters.without("q").query() or "?"))
    for name, word in names.items():
        found += [
            Chosen(word(code), filters.toggled(name, code).query() or "?")
            for code in _codes(filters, name)
        ]
    if filters.bbox:
        found.append(Chosen(_("within a part of the map"), filters.without("bbox").query() or "?"))
    if filters.near:
        place = filters.near.place.name if filters.near.place else filters.near.text
        said = _("up to %(km)d km from %(place)s") % {"km": filters.near.km, "place": place}
        found.append(Chosen(said, filters.without("near").query() or "?"))
    return found


@dataclass(frozen=True)
class Around:
    """The box "Near": what stands in it, the filters that it keeps, and what to ask back."""

    text: str
    distances: Sequence[tuple[int, bool]]
    """(kilometres, whether chosen)."""
    pairs: Sequence[tuple[str, str]]
    unknown: bool
    choices: Sequence[tuple[str, str]]
    """(title, address) of the places that the name could mean."""
    more: int = 0
    """How many there are besides."""


def around(filters: Filters) -> Around:
    km = filters.near.km if filters.near else DEFAULT_KM
    return around_of(filters, km, WITHIN)


class Narrowed(Protocol):
    """Filters of whatever list that can stand around a town."""

    @property
    def near(self) -> Near | None: ...

    def around(self, code: str) -> Any: ...

    def pairs(self, *, but: str = "") -> list[tuple[str, str]]: ...


def around_of(filters: Narrowed, km: int, within: Sequence[int]) -> Around:
    """The box of a list: the kilometres chosen, and those that are offered."""
    near = filters.near
    place = near.place if near else None
    return Around(
        text=place.name if place else near.text if near else "",
        distances=[(number, number == km) for number in sorted({*within, km})],
        pairs=filters.pairs(but="near"),
        unknown=near is not None and place is None,
        choices=[
            (other.title, filters.around(other.code).query())
            for other in (near.choices if near else ())
        ],
        more=near.more if near else 0,
    )


def only_region(filters: Filters, code: str) -> str:
    """The query with this unit alone for a place: where a click on the map leads."""
    return replace(filters, regions=(code,)).query()
