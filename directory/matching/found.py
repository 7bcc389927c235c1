"""Who could help: the matches of an organisation's cards, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from directory.matching.facts import CardFacts
from directory.matching.gather import candidates, facts_of, places_of, point_of, refusals
from directory.matching.score import Score, barrier, score
from directory.matching.weights import Weights
from directory.models import Card


@dataclass(frozen=True)
class Match:
    """A card that may answer `mine`, and how well. `refused_by` holds the ids of those of the two
    cards whose people have said "not for us"."""

    mine: Card
    card: Card
    score: Score
    refused_by: frozenset[int] = frozenset()

    @property
    def set_aside(self) -> bool:
        return bool(self.refused_by)


def weights() -> Weights:
    found: Weights = settings.MATCHING_WEIGHTS
    return found


def matches(cards: Sequence[Card]) -> dict[int, list[Match]]:
    """The matches of these cards, all of one organisation, by their ids: six statements, however many
    cards. The cards come with their organisation and gmina (gather.lean)."""
    if not cards:
        return {}
    house = cards[0].organisation_id
    places = places_of([house])
    others = candidates(cards, *point_of(cards[0], places.get(house, ())))
    known = facts_of([*cards, *others], {house: places.get(house, [])})
    refused = refusals([card.pk for card in cards])
    return {card.pk: _ranked(card, others, known, refused) for card in cards}


def _ranked(
    mine: Card,
    others: Sequence[Card],
    known: Mapping[int, CardFacts],
    refused: Mapping[frozenset[int], set[int]],
) -> list[Match]:
    today, counted = timezone.localdate(), weights()
    found: list[Match] = []
    for other in others:
        pair = (known[mine.pk], known[other.pk])
        need, offer = pair if mine.kind == Card.Kind.NEED else pair[::-1]
        if barrier(need, offer, today):
            continue
        said = frozenset(refused.get(frozenset({mine.pk, other.pk}), ()))
        judged = score(need, offer, counted, set_aside=bool(said))
        if said or judged.points >= counted.show_from:
            found.append(Match(mine, other, judged, said))
    # Equal ones by age, so that the order is the same on every view.
    return sorted(found, key=lambda match: (-match.score.points, -match.card.pk))
