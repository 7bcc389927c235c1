from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class PersonRenamed(Fact):
    """Name, handle or organisation has changed: what shows them must be made anew."""

    person_id: int


@dataclass(frozen=True)
class ProfileChanged(Fact):
    """What a person's page says has changed, or who sees it, or whether the account is in use."""

    person_id: int


@dataclass(frozen=True)
class HushChanged(Fact):
    """A person has muted or blocked another, or does so no more."""

    person_id: int
    other_id: int


@dataclass(frozen=True)
class AccessLost(Fact):
    """Log-out, ban, new password, another role: sockets of the person must be judged again."""

    person_id: int


@dataclass(frozen=True)
class PersonErased(Fact):
    """The account was deleted: from now on it has neither a name nor an address."""

    person_id: int
