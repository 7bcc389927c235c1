"""Near a town, by its name."""

import re

import pytest
from django.core.cache import caches
from django.test import Client

from directory.finding.nearby import near
from directory.models import Organisation, Site
from taxonomy.geography import distance_km
from taxonomy.models import Region
from taxonomy.places import Place, km_between
from tests.cast import Cast
from tests.directory.conftest import House, page_of


def meant(text: str) -> str:
    caches["local"].clear()
    found = near(text)
    return found.place.name if found.place else "?" if found.choices else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Skawina", "Skawina"), ("skawina", "Skawina"), ("w Skawinie", "Skawina"), ("120611", "Skawina"),
        ("Nowy Targ", "Nowy Targ"), ("nowym targu", "Nowy Targ"), ("Oświęcim", "Oświęcim"),
        ("oswiecimiu", "Oświęcim"), ("Tarnów", "Tarnów"), ("Bochnia", "Bochnia"), ("Kraków", "Kraków"),
        ("okolice Krakowa", "Kraków"), ("powiat krakowski", "krakowski"), ("gmina Bochnia", "Bochnia"),
        ("Wieliczce", "Wieliczka"), ("Zakopanem", "Zakopane"), ("1206", "krakowski"),
        ("Nowym Sączu", "Nowy Sącz"), ("nowego sacza", "Nowy Sącz"), ("Krakowie", "Kraków"), ("Cracow", "Kraków"),
        ("w pobliżu Tarnowa", "Tarnów"), ("do Rabki", "Rabka-Zdrój"), ("Rabce", "Rabka-Zdrój"),
        ("Wielkiej Wsi", "Wielka Wieś"), ("Mszanie Dolnej", "Mszana Dolna"), ("Krościenku", "Krościenko nad Dunajcem"),
        ("Brzesku", "Brzesko"), ("pow. wielicki", "wielicki"), ("gm. Wieliczka", "Wieliczka"),
        ("Suchej Beskidzkiej", "Sucha Beskidzka"), ("Gdańsk", ""), ("w", ""), ("???", ""), ("999999", ""), ("Brzozówka", "Brzozówka"),
    ],
)  # fmt: skip
def test_a_name_means_a_place(cast: Cast, region: None, text: str, name: str) -> None:
    assert meant(text) == name


def test_the_shortest_way_is_as_good_as_the_sphere() -> None:
    krakow = Place("", "", "", 19.94, 50.06)
    for lon, lat in ((19.95, 50.06), (20.9, 50.01), (19.2, 49.3), (21.2, 50.5), (19.94, 50.06)):
        flat, round_ = km_between(krakow, lon, lat), distance_km(19.94, 50.06, lon, lat)
        assert flat == pytest.approx(round_, rel=1e-3, abs=0.001)


def rows(page: str) -> list[tuple[str, str]]:
    """(slug, distance) of the list's rows."""
    found = re.findall(
        r'class="title" href="/directory/([^/"]+)/".*?<p class="meta">(.*?)</p>', page, re.S
    )
    return [
        (slug, (re.findall(r"<b>(.*?)</b>", meta) or [""])[0].replace("\xa0", " "))
        for slug, meta in found
    ]


def test_results_stand_by_distance(cast: Cast, visitor: Client, house: House, region: None) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    skawina = Region.objects.get(code="120611")
    assert skawina.lon and skawina.lat
    place = near("120611").place
    assert place
    for name, north in (("A", 0.3), ("B", 0.001), ("C", 0.06), ("D", 0.134)):
        house(name, lon=skawina.lon, lat=skawina.lat + north, locality="")
    page = page_of(visitor, "/directory/?near=120611")
    assert rows(page) == [("house-2", "less than 1 km"), ("house-3", "7 km"), ("house-4", "15 km")]
    assert "up to 15 km from Skawina" in page
    assert len(rows(page_of(visitor, "/directory/?near=120611&within=50"))) == 4
    assert rows(page_of(visitor, "/directory/?near=120611&within=5")) == [
        ("house-2", "less than 1 km")
    ]
    by_name = page_of(visitor, "/directory/?near=120611&within=50&order=name")
    assert [slug for slug, _far in rows(by_name)] == ["house-1", "house-2", "house-3", "house-4"]
    for within in ("0", "101", "x", "-5", "1e9"):
        assert visitor.get(f"/directory/?near=120611&within={within}").status_code == 422


def test_a_hidden_point_gives_no_distance_away(
    cast: Cast, visitor: Client, house: House, region: None
) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    gmina = Region.objects.get(code="120611")
    assert gmina.lon and gmina.lat
    one, other, far = house("Tu"), house("Tam"), house("Daleko")
    Site.objects.filter(organisation=one).update(
        precision="hidden", lon=19.70, lat=49.90, locality="Tajna"
    )
    Site.objects.filter(organisation=other).update(
        precision="hidden", lon=19.94, lat=50.03, locality="Tajna"
    )
    Site.objects.filter(organisation=far).update(
        precision="hidden", gmina=Region.objects.get(code="120101"), lon=gmina.lon, lat=gmina.lat
    )
    for within in (1, 2, 5, 10, 25):
        page = page_of(visitor, f"/directory/?near=Krak%C3%B3w&within={within}")
        assert ("house-1" in page) == ("house-2" in page), "both are somewhere in the gmina"
        page = page_of(visitor, f"/directory/?near=120611&within={within}")
        assert [far for _slug, far in rows(page)] == ["about less than 1 km"] * 2
        assert "house-3" not in page
    assert meant("Tajna") == "", "what is hidden is no place to look from"
    house("Schowany", hidden=True, locality="Potajemna", lon=19.8, lat=49.9)
    assert meant("Potajemna") == ""


def test_several_of_one_name_are_asked_back(visitor: Client, house: House, region: None) -> None:
    far = Region.objects.get(code="120101")
    house("A", locality="Wola", lon=19.8, lat=49.9)
    house("B", locality="Wola", lon=20.43, lat=49.97, gmina=far)
    for at in ("", "map/", "table/"):
        page = page_of(visitor, f"/directory/{at}?near=Wola&kind=biblioteka")
        assert "Which Wola do you mean?" in page
        links = re.findall(
            r'<li><a href="(\?kind=biblioteka&amp;near=Wola%40\d+)">Wola \(gmina [^<]+</a>', page
        )
        assert len(links) == 2
        assert "0 organisations" in page
    chosen = page_of(visitor, "/directory/" + links[1].replace("&amp;", "&"))
    assert [slug for slug, _far in rows(chosen)] == ["house-1"] or "house-2" in chosen
    assert "Which Wola" not in chosen
    unknown = page_of(visitor, "/directory/?near=Gda%C5%84sk")
    assert "We do not know a town or village called Gdańsk." in unknown
    for ending in ("", ".csv", ".geojson", ".jsonld"):
        answer = visitor.get(f"/api/v1/organisations{ending}?near=Wola")
        assert answer.status_code == 422
        assert "Wola@120101" in answer.json()["errors"]["near"][0]
        assert visitor.get(f"/api/v1/organisations{ending}?near=Gda%C5%84sk").status_code == 422


def test_bad_input_is_refused_and_breaks_nothing(visitor: Client, region: None) -> None:
    for text in ("x" * 101, "\u202eab", "a\x07"):
        assert visitor.get("/directory/", {"near": text}).status_code in (200, 400, 422)
    assert (
        visitor.get("/directory/", {"near": "<script>alert(1)</script>"}).content.count(
            b"<script>alert"
        )
        == 0
    )
    assert visitor.get("/directory/?within=x").status_code == 200, "without a town it says nothing"
