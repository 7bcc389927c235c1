"""What the tests of the directory share: more houses, and a region to put them in."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from directory.models import AccessFact, Organisation, Site
from taxonomy.models import Region
from taxonomy.start import ensure_region
from taxonomy.vocabulary import ensure_vocabulary
from tests.cast import Cast

House = Callable[..., Organisation]


@pytest.fixture
def region(cast: Cast) -> None:
    """The shipped region and words, around the three units of the cast."""
    from taxonomy.loading import load_region
    from taxonomy.start import shipped_regions

    load_region(shipped_regions()[0])
    ensure_region()
    ensure_vocabulary()


@pytest.fixture
def house(cast: Cast) -> House:
    """Makes an organisation with a first place; access as attribute=value."""

    def make(
        name: str, *, kind: str = "biblioteka", gmina: Region | None = cast.gmina, hidden: bool = False,
        lon: float | None = 19.83, lat: float | None = 49.98, locality: str = "Skawina", **access: str,
    ) -> Organisation:  # fmt: skip
        slug = f"house-{Organisation.objects.count()}"
        organisation = Organisation.objects.create(slug=slug, name=name, kind=kind, hidden=hidden)
        site = Site.objects.create(
            organisation=organisation, gmina=gmina, locality=locality, lon=lon, lat=lat
        )
        for attribute, value in access.items():
            AccessFact.objects.create(site=site, attribute=attribute, value=value)
        return organisation

    return make


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return cast.client()


def page_of(client: Client, address: str, status: int = 200) -> str:
    """The page's text, after its status has been judged."""
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return response.content.decode()


def on_map(page: str) -> int:
    """How many organisations the map of a page shows: its pins, and what its squares count."""
    pins = re.findall(
        r'<a class="pin"(?: id="at-\d+")?( id="pin-\d+")?[^>]*>.*?<text class="pin-n"[^>]*>(\d+)</text>',
        page,
    )
    return sum(1 if single else int(figure) for single, figure in pins)
