from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class OrganisationAdded(Fact):
    organisation_id: int


@dataclass(frozen=True)
class OrganisationsAdded(Fact):
    """Many at once, by an import: what one of them costs by itself would be paid for each."""

    organisation_ids: tuple[int, ...]


@dataclass(frozen=True)
class OrganisationChanged(Fact):
    """Something that shows has changed: a field, a site, an accessibility fact, hiding."""

    organisation_id: int


@dataclass(frozen=True)
class MembershipChanged(Fact):
    organisation_id: int
    person_id: int


@dataclass(frozen=True)
class CardPosted(Fact):
    card_id: int


@dataclass(frozen=True)
class CardClosed(Fact):
    card_id: int


@dataclass(frozen=True)
class CardChanged(Fact):
    """Its words, its days, or it stands again."""

    card_id: int


@dataclass(frozen=True)
class MatchesFound(Fact):
    """These people of an organisation are told, now, of cards that fit those of their own."""

    organisation_id: int
    person_ids: tuple[int, ...]
    card_ids: tuple[int, ...]
    """Their own cards for which there is something."""
