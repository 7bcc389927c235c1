"""A card's page, dressed: what it says, and who could help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.access import main_site_of, open_cards_of, past_cards_of
from directory.board.found import waiting_for
from directory.finding.rows import place_of
from directory.matching.found import Match, matches
from directory.matching.words import Why, reasons, state_of_total
from directory.models import Card, Organisation
from directory.vocabulary.accessibility import NEEDS
from taxonomy.words import both_lists

SHOWN = 8
"""So many matches a card's page shows, the best first."""
SHOWN_AT_HOME = 3
"""And so many for each card where all of an organisation's stand."""
DECIDING = ("practices", "distance", "dates", "access", "capacity")
"""The components that are named where there is room for a line alone."""


@dataclass(frozen=True)
class Shown:
    """A match in words. `ours` is the card of the two that the viewer speaks for, None for neither;
    `by_us` says whether it was they who set it aside."""

    card: Card
    whys: Sequence[Why]
    total: Mapping[str, Any]
    ours: Card | None
    by_us: bool

    @property
    def gist(self) -> str:
        """The reasons that decide, in one line: what speaks for it, and what against."""
        named = [why for why in self.whys if why.name in DECIDING]
        good = [why.words for why in named if why.state in ("yes", "partly")][:3]
        bad = [why.words for why in named if why.state == "no"][:1]
        return " · ".join([*good, *bad])


def card_context(card: Card, houses: Mapping[int, str]) -> dict[str, Any]:
    """The context of the page. `houses`: the organisations that the viewer belongs to."""
    practices, audiences = both_lists()
    names = {**dict(practices), **dict(audiences)}
    own = {"practices": card.practices, "audiences": card.audiences}
    codes = {name: set(words.values_list("code", flat=True)) for name, words in own.items()}
    found = matches([card])[card.pk] if card.is_open else []
    fit = [match for match in found if not match.set_aside][:SHOWN]
    aside = [
        match for match in found
        if match.set_aside and {match.mine.organisation_id, match.card.organisation_id} & set(houses)
    ]  # fmt: skip
    return {
        "card": card,
        "what": card.get_what_display(),
        "practices": [name for code, name in practices if code in codes["practices"]],
        "audiences": [name for code, name in audiences if code in codes["audiences"]],
        "access": [str(NEEDS[code].name) for code in card.access if code in NEEDS],
        "place": card.gmina.title if card.gmina else place_of(main_site_of(card.organisation)),
        "matches": [_shown(match, names, houses) for match in fit],
        "aside": [_shown(match, names, houses) for match in aside],
    }


def _shown(match: Match, names: Mapping[str, str], houses: Mapping[int, str]) -> Shown:
    ours = next((c for c in (match.mine, match.card) if c.organisation_id in houses), None)
    return Shown(
        match.card, reasons(match.score, names), state_of_total(match.score.total), ours,
        by_us=ours is not None and ours.pk in match.refused_by,
    )  # fmt: skip


def cards_at_home(organisation: Organisation) -> dict[str, Any]:
    """For those who belong to it: each of its cards with who could help, and its past cards."""
    practices, audiences = both_lists()
    names = {**dict(practices), **dict(audiences)}
    cards = open_cards_of(organisation.pk)
    found = matches(cards)
    rows: list[dict[str, Any]] = []
    for card in cards:
        fit = [match for match in found[card.pk] if not match.set_aside]
        shown = [
            _shown(match, names, {organisation.pk: organisation.slug})
            for match in fit[:SHOWN_AT_HOME]
        ]
        rows.append({"card": card, "matches": shown, "number": len(fit)})
    return {
        "rows": rows, "past": past_cards_of(organisation.pk), "named": waiting_for(organisation.pk),
    }  # fmt: skip
