"""A near map: single organisations are pins; squares of several lead nearer, to exactly those they count."""

import re

import pytest
from django.test import Client

from directory.models import Organisation, Site
from taxonomy.models import Region
from tests.cast import Cast
from tests.directory.conftest import House, on_map, page_of
from tests.directory.test_agree import by_list


@pytest.fixture
def towns(cast: Cast, house: House, region: None) -> None:
    """Three far apart, five at one point, four that a nearer map pulls apart."""
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    for number, (lon, lat) in enumerate(((19.60, 50.10), (19.55, 50.02), (19.95, 50.20))):
        house(f"Sam {number}", lon=lon, lat=lat, locality=f"Wieś {number}")
    for number in range(5):
        house(f"Razem {number}", lon=19.83, lat=49.98, locality="Skawina")
    for number in range(4):
        house(f"Obok {number}", lon=19.70 + number / 200, lat=50.15, locality="Zabierzów")


def squares(page: str) -> list[tuple[str, str, int]]:
    """(address, accessible name, figure) of the squares of several."""
    found = re.findall(
        r'<a class="pin"(?: id="at-\d+")? href="([^"]+)" aria-label="([^"]+)".*?<text class="pin-n"[^>]*>(\d+)<',
        page,
    )
    return [(href.replace("&amp;", "&"), name, int(figure)) for href, name, figure in found]


def test_squares_lead_to_exactly_what_they_count(visitor: Client, towns: None) -> None:
    followed = 0
    waiting = ["/directory/map/?region=1206"]
    while waiting:
        address = waiting.pop()
        page = page_of(visitor, address)
        total = len(by_list(visitor, address.partition("?")[2]))
        assert on_map(page) == total
        for href, name, figure in squares(page):
            path = href if href.startswith("/") else f"/directory/map/{href}"
            assert len(by_list(visitor, path.partition("?")[2])) == figure
            assert name.endswith(f": {figure} organisations")
            followed += 1
            assert followed < 20, "each step comes nearer"
            if path.startswith("/directory/map/"):
                waiting.append(path)
    assert followed >= 2


def test_the_near_map_in_words(visitor: Client, towns: None) -> None:
    page = page_of(visitor, "/directory/map/?region=1206")
    names = re.findall(r'aria-label="(\d+\. Sam \d, library)"', page)
    assert len(names) == 3
    assert "Skawina: 5 organisations" in page
    said = page[page.index("On this map") :]
    assert said.count("data-pin=") == len(re.findall(r'id="pin-\d+"', page))
    assert "5 organisations together" in said
    assert 'href="/directory/?region=1206&amp;bbox=' in page, "one point: no map pulls it apart"


def test_there_is_a_way_back(visitor: Client, towns: None) -> None:
    page = page_of(visitor, "/directory/map/?region=1206&bbox=19.69,50.1,19.73,50.2")
    assert '<a class="btn btn-3 btn-s" href="?region=1206#map">' in page
    assert "The whole region" in page
    gmina = page_of(visitor, "/directory/map/?region=120611")
    assert '<a class="btn btn-3 btn-s" href="?region=1206#map">' in gmina
    assert "The whole powiat" in gmina


def test_hidden_points_stay_off_the_near_map(visitor: Client, towns: None, house: House) -> None:
    secret = house("Tajne", lon=19.62, lat=50.02)
    Site.objects.filter(organisation=secret).update(
        precision="hidden", gmina=Region.objects.get(code="120611")
    )
    page = page_of(visitor, "/directory/map/?region=1206")
    assert "Tajne" not in page
    assert "1 more has no point on this map" in page


def test_squares_are_tabbed_through_by_name(visitor: Client, house: House, region: None) -> None:
    for number, code in enumerate(("121801", "120101", "126201")):
        house(f"Dom {number}", gmina=Region.objects.get(code=code))
    names = [name for _href, name, _figure in squares(page_of(visitor, "/directory/map/"))]
    assert [name.split(":")[0] for name in names] == [
        "powiat bocheński", "powiat krakowski", "Nowy Sącz", "powiat wadowicki",
    ]  # fmt: skip
