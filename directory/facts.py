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
    by_id: int | None = None
    """Who brought the person in, where somebody did."""


@dataclass(frozen=True)
class CardPosted(Fact):
    card_id: int


@dataclass(frozen=True)
class CardClosed(Fact):
    card_id: int


@dataclass(frozen=True)
class CardChanged(Fact):
    """Its words, its days, it stands again, or moderators have hidden, removed or shown it."""

    card_id: int


@dataclass(frozen=True)
class CardFoundWith(Fact):
    """`organisation_id` says of its card that it found `other_id`; `person_id` said so for it."""

    found_id: int
    card_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class FoundAgreed(Fact):
    """`organisation_id` confirms what `other_id` said of its card; `person_id` did so for it."""

    found_id: int
    card_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class FoundDeclined(Fact):
    """`organisation_id` does not confirm it, or no more."""

    found_id: int
    card_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class MatchesFound(Fact):
    """These people of an organisation are told, now, of cards that fit those of their own."""

    organisation_id: int
    person_ids: tuple[int, ...]
    card_ids: tuple[int, ...]
    """Their own cards for which there is something."""


@dataclass(frozen=True)
class PartnershipAsked(Fact):
    """`organisation_id` proposed it to `other_id`; `person_id` did so for it."""

    partnership_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class PartnershipConfirmed(Fact):
    """What `organisation_id` proposed, `other_id` has confirmed, by `person_id`."""

    partnership_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class PartnershipDeclined(Fact):
    """`organisation_id` declined what `other_id` proposed."""

    partnership_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class PartnershipEnded(Fact):
    """`organisation_id` ended a partnership that both had confirmed."""

    partnership_id: int
    organisation_id: int
    other_id: int
    person_id: int


@dataclass(frozen=True)
class ChangeWaits(Fact):
    """Somebody has changed what matters of a reviewed record."""

    change_id: int


@dataclass(frozen=True)
class ChangeDecided(Fact):
    """A moderator has taken a waiting change, or has not."""

    change_id: int


@dataclass(frozen=True)
class ClaimMade(Fact):
    """Somebody says that they belong to an organisation, and somebody must decide."""

    claim_id: int


@dataclass(frozen=True)
class ClaimDecided(Fact):
    claim_id: int


@dataclass(frozen=True)
class OrganisationsMerged(Fact):
    """The record `gone_id` leads to `kept_id` for good; rows that name the one go to the other."""

    kept_id: int
    gone_id: int
