"""Records that could be one, as people tell them apart: what they are, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.finding.open_data import sites_of
from directory.finding.rows import place_of
from directory.models import Organisation


@dataclass(frozen=True)
class Twin:
    organisation: Organisation
    place: str
    """Where it is, in a few words; "" where nobody has said."""


def described(organisations: Sequence[Organisation]) -> list[Twin]:
    """In the order given, one statement for all."""
    sites = sites_of([organisation.pk for organisation in organisations])
    return [
        Twin(one, place_of(next((s for s in sites[one.pk] if s.position == 0), None)))
        for one in organisations
    ]
