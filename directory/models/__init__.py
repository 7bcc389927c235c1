"""Organisations: what they are, where, who speaks for them, what they seek, and how we know."""

from directory.models.cards import Card, FoundWith, NotForUs, ToldMatch
from directory.models.imports import ImportJob, ImportLine
from directory.models.organisation import (
    TEXTS,
    LegalForm,
    Organisation,
    OrganisationKind,
    Preferred,
    Reach,
)
from directory.models.people import Contact, Membership
from directory.models.places import AccessFact, OpeningException, OpeningPeriod, Site
from directory.models.record import Change, Claim, OldAddress
from directory.models.standing import Network, NetworkPlace, Partnership, Photo, Standing

__all__ = [
    "TEXTS",
    "AccessFact",
    "Card",
    "Change",
    "Claim",
    "Contact",
    "FoundWith",
    "ImportJob",
    "ImportLine",
    "LegalForm",
    "Membership",
    "Network",
    "NetworkPlace",
    "NotForUs",
    "OldAddress",
    "OpeningException",
    "OpeningPeriod",
    "Organisation",
    "OrganisationKind",
    "Partnership",
    "Photo",
    "Preferred",
    "Reach",
    "Site",
    "Standing",
    "ToldMatch",
]
