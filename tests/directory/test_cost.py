"""How many statements the hot pages take: the same for one row and for fifty."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import AccessFact, Card, Membership, Organisation, Site
from kernel import pages
from taxonomy.models import PracticeArea
from tests.cast import Cast
from tests.directory.conftest import House


def cost(client: Client, address: str) -> int:
    """Statements of a first look, with nothing kept."""
    client.get(address)
    for store in pages._stores.values():
        store.clear()
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@pytest.fixture
def crowd(cast: Cast, house: House, region: None) -> Callable[[], None]:
    def make() -> None:
        theatre = PracticeArea.objects.get(code="teatr")
        site = Site.objects.get(organisation=cast.house)
        for number in range(50):
            other = house(f"Dom {number:02}", toaleta="yes", pjm="no")
            other.practices.add(theatre)
            Card.objects.create(
                organisation=other,
                author=cast.ola,
                kind="need",
                title="x",
                until=timezone.localdate(),
            )
        for number, attribute in enumerate(("winda", "toaleta", "pjm", "etr")):
            AccessFact.objects.create(
                site=site, attribute=attribute, value="yes", checked_by=cast.ola
            )
            Card.objects.create(
                organisation=cast.house, author=cast.ola, kind="offer", title=f"{number}",
                until=timezone.localdate(),
            )  # fmt: skip
        Membership.objects.create(organisation=cast.house, person=cast.jan)

    return make


ADDRESSES = (
    "/directory/", "/directory/?access=toilet", "/directory/?access=wheelchair&unsure=1",
    "/directory/?kind=biblioteka&practice=teatr&region=1206", "/directory/map/", "/directory/needs/",
    "/directory/table/", "/directory/?near=Skawina", "/directory/map/?region=1206",
    "/directory/table/?kind=biblioteka&practice=teatr&region=1206&audience=seniorzy&access=toilet"
    "&near=Skawina&order=gmina&q=dom",
    "/directory/map/?kind=biblioteka&practice=teatr&audience=seniorzy&near=Skawina&access=toilet",
    "/directory/dom-kultury-w-brzozowce/",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_number_of_statements_is_fixed(
    cast: Cast, crowd: Callable[[], None], address: str
) -> None:
    cast.house.practices.add(PracticeArea.objects.get(code="teatr"))
    visitor, ola = cast.client(), cast.client(cast.ola)
    few = cost(visitor, address), cost(ola, address)
    crowd()
    many = cost(visitor, address), cost(ola, address)
    if "?" not in address:
        assert few == many, address
    assert max(few[0], many[0]) <= 12, address
    assert max(few[1], many[1]) <= 18, address


def test_a_kept_page_takes_next_to_nothing(cast: Cast, house: House, region: None) -> None:
    visitor = cast.client()
    for address in ("/directory/", "/directory/dom-kultury-w-brzozowce/"):
        visitor.get(address)
        with CaptureQueriesContext(connection) as statements:
            visitor.get(address)
        assert len(statements) <= 5, address  # three of them for the panels of other rooms


def test_a_page_with_nothing_derived_is_whole(cast: Cast) -> None:
    """Rows from wherever (a bulk load) get their order key and their house."""
    Organisation.objects.bulk_create([Organisation(slug="masowa", name="Ósma", kind="kino")])
    made = Organisation.objects.get(slug="masowa")
    assert made.sort_name == "ozzsma"
    assert made.picture.startswith("<svg")
