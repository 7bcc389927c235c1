"""The filters beside the list of needs and offers, with what each would bring."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from directory.board.figures import CardCounts
from directory.board.filters import CardFilters
from directory.finding.atlas import Atlas
from directory.finding.facets import Around, Choice, Chosen, Facet, around_of
from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from taxonomy.words import Pairs


def tabs(filters: CardFilters, counts: CardCounts) -> list[dict[str, Any]]:
    words = (("", _("All")), ("need", _("They seek")), ("offer", _("They have")))
    found: list[dict[str, Any]] = []
    for kind, word in words:
        number = counts.kind.get(kind, 0) if kind else sum(counts.kind.values())
        href = filters.without("kind").toggled("kind", kind).query() or "?"
        found.append({"label": word, "href": href, "chosen": kind == filters.kind, "count": number})
    return found


def around(filters: CardFilters) -> Around:
    """The box "Near", and what to ask back."""
    return around_of(filters, filters.km, ())


def card_facets(
    filters: CardFilters, counts: CardCounts, atlas: Atlas, practices: Pairs, audiences: Pairs
) -> list[Facet]:
    """In the order in which people ask: what, where, whether they get in, about what, for whom."""
    things = [(str(code), str(name)) for code, name in Card.What.choices]
    powiats = [(unit.code, unit.title) for unit in atlas.at("powiat")]
    needs = [(need.code, str(need.name)) for need in NEEDS.values()]
    found = [
        Facet(_("What it is"), _choices(filters, "what", things, counts.what)),
        Facet(
            _("Where"), _choices(filters, "region", powiats, counts.region),
            folded=not filters.region,
        ),
        Facet(
            _("Accessibility"), _choices(filters, "access", needs, counts.access),
            folded=not filters.access,
            note=_("Needs that ask for it, and offers of places where somebody has confirmed it."),
        ),
        Facet(
            _("Areas"), _choices(filters, "practice", practices, counts.practice),
            folded=not filters.practices,
        ),
        Facet(
            _("For whom"), _choices(filters, "audience", audiences, counts.audience),
            folded=not filters.audiences,
        ),
    ]  # fmt: skip
    return [facet for facet in found if facet.choices]


def _codes(filters: CardFilters, name: str) -> Sequence[str]:
    return {
        "what": filters.things, "practice": filters.practices, "audience": filters.audiences,
        "access": filters.access, "region": (filters.region,) if filters.region else (),
    }[name]  # fmt: skip


def _choices(
    filters: CardFilters, name: str, words: Pairs, counts: Mapping[str, int]
) -> list[Choice]:
    chosen = set(_codes(filters, name))
    return [
        Choice(
            label, filters.toggled(name, code).query() or "?", counts.get(code, 0), code in chosen
        )
        for code, label in words
        if counts.get(code) or code in chosen
    ]


def chosen_of(
    filters: CardFilters, atlas: Atlas, practices: Pairs, audiences: Pairs
) -> list[Chosen]:
    """Every filter that is on, each with the address without it."""
    names: Mapping[str, Mapping[str, str]] = {
        "what": {str(code): str(name) for code, name in Card.What.choices},
        "region": {code: unit.title for code, unit in atlas.units.items()},
        "access": {code: str(need.name) for code, need in NEEDS.items()},
        "practice": dict(practices),
        "audience": dict(audiences),
    }
    found = [
        Chosen(words.get(code, code), filters.toggled(name, code).query() or "?")
        for name, words in names.items()
        for code in _codes(filters, name)
    ]
    if filters.near:
        place = filters.near.place.name if filters.near.place else filters.near.text
        words = _("up to %(km)d km from %(place)s") % {"km": filters.km, "place": place}
        found.append(Chosen(words, filters.without("near").query() or "?"))
    return found
