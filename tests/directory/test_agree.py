"""One address is one result: list, table, map, API, CSV, GeoJSON and JSON-LD agree to the row."""

import csv
import io
import json
import re
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Organisation, Site
from taxonomy.models import Audience, PracticeArea, Region
from tests.cast import Cast
from tests.directory.conftest import House, on_map, page_of

PARTS = (
    ("", "kind=muzeum", "kind=kino,biblioteka"),
    ("", "region=1206", "region=120611&region=1201"),
    ("", "practice=teatr", "audience=seniorzy"),
    ("", "access=wheelchair", "access=wheelchair&unsure=1", "access=toilet&access=pjm"),
    ("", "near=Skawina", "near=120611&within=5", "bbox=19.6,49.9,20.1,50.1", "q=dom"),
)
QUERIES = ["&".join(filter(None, parts)) for parts in product(*PARTS)][::11]
"""Of all combinations every eleventh: each value meets each value of the other filters."""


def walk(client: Client, address: str, row: str) -> list[str]:
    """The organisations of every page, in order."""
    seen: list[str] = []
    path, _, _query = address.partition("?")
    following: str | None = address
    while following:
        page = page_of(client, following)
        seen += re.findall(row, page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        following = path + onward[1].replace("&amp;", "&") if onward else None
    assert len(seen) == len(set(seen)), address
    return seen


def by_list(client: Client, query: str) -> list[str]:
    return walk(client, f"/directory/?{query}", r'class="title" href="/directory/([^/"]+)/"')


def by_table(client: Client, query: str) -> list[str]:
    return walk(
        client, f"/directory/table/?{query}", r'<th scope="row"><a href="/directory/([^/"]+)/"'
    )


def by_api(client: Client, query: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/organisations?{query}&limit=7&cursor={cursor}").json()
        found += [row["slug"] for row in answer["results"]]
        cursor = answer["next"]
        if not cursor:
            return found


def streamed(client: Client, ending: str, query: str) -> str:
    answer = client.get(f"/api/v1/organisations.{ending}?{query}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def by_csv(client: Client, query: str) -> list[str]:
    return [row["slug"] for row in csv.DictReader(io.StringIO(streamed(client, "csv", query)))]


def by_geojson(client: Client, query: str) -> list[str]:
    features = json.loads(streamed(client, "geojson", query))["features"]
    return [feature["properties"]["slug"] for feature in features]


def by_jsonld(client: Client, query: str) -> list[str]:
    items = json.loads(streamed(client, "jsonld", query))["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [item["item"]["url"].rstrip("/").rsplit("/", 1)[1] for item in items]


@pytest.fixture
def square(cast: Cast, house: House, region: None) -> None:
    """Houses of every sort: by kind, place, words, facts; some hidden, some without a point."""
    gminas = list(Region.objects.filter(level="gmina").order_by("code")[::9]) + [cast.gmina] * 4
    kinds, facts = ("muzeum", "kino", "biblioteka"), ("yes", "no", "partly", "")
    teatr, seniorzy = PracticeArea.objects.get(code="teatr"), Audience.objects.get(code="seniorzy")
    for number in range(56):
        gmina = gminas[number % len(gminas)]
        known = {
            "wejscie_bez_stopni": facts[number % 4], "podjazd": facts[number // 4 % 4],
            "toaleta": facts[number // 2 % 4], "pjm": facts[number // 3 % 4],
        }  # fmt: skip
        one = house(
            f"{'Dom' if number % 2 else 'Kąt'} {number:02}", kind=kinds[number % 3], gmina=gmina,
            locality=gmina.name, hidden=number % 19 == 5, lon=(gmina.lon or 19.8) + number % 5 / 500,
            lat=(gmina.lat or 50) + number % 7 / 500, **{k: v for k, v in known.items() if v},
        )  # fmt: skip
        if number % 3 == 0:
            one.practices.add(teatr)
        if number % 5 == 0:
            one.audiences.add(seniorzy)
        if number % 4 == 1:
            one.confirmed_at = timezone.now()
            one.save()
        if number % 11 == 3:
            Site.objects.filter(organisation=one).update(precision="hidden")
        if number % 13 == 7:
            Site.objects.filter(organisation=one).update(lon=None, lat=None)
    house("Znikąd", gmina=None, lon=None, lat=None)


def test_every_view_and_every_export_say_the_same(cast: Cast, square: None) -> None:
    hidden = set(Organisation.objects.filter(hidden=True).values_list("slug", flat=True))
    client, found_something = cast.client(), 0
    for query in QUERIES:
        listed = by_list(client, query)
        found_something += bool(listed)
        assert not hidden & set(listed)
        figure = re.search(
            r'<h2 id="found" class="big">(\d+)', page_of(client, f"/directory/?{query}")
        )
        assert figure and int(figure[1]) == len(listed), query
        assert by_table(client, query) == listed, query
        for other in (by_api, by_csv, by_geojson, by_jsonld):
            assert sorted(other(client, query)) == sorted(listed), (query, other.__name__)
        chart = page_of(client, f"/directory/map/?{query}")
        assert f'<h2 id="found" class="big">{len(listed)} ' in chart, query
        left = re.search(r">(\d+) more ha(?:s|ve) no point", chart)
        nowhere = re.search(r"(\d+) organisations? ha(?:s|ve) not said in which gmina", chart)
        more = int(left[1]) if left else int(nowhere[1]) if nowhere else 0
        assert on_map(chart) + more == len(listed), query
    assert found_something > len(QUERIES) / 5


def test_moderators_see_what_is_hidden_in_all_of_them_alike(cast: Cast, square: None) -> None:
    marta = cast.client(cast.marta)
    hidden = set(Organisation.objects.filter(hidden=True).values_list("slug", flat=True))
    for query in ("", "kind=muzeum", "near=Skawina"):
        listed = by_list(marta, query)
        assert by_table(marta, query) == listed
        for other in (by_api, by_csv, by_geojson, by_jsonld):
            assert sorted(other(marta, query)) == sorted(listed)
    assert hidden <= set(by_list(marta, ""))


def test_the_three_views_lead_to_one_another_with_everything(visitor: Client, square: None) -> None:
    query = "?kind=muzeum&region=1206&near=Skawina&within=50&order=-name"
    pages = {at: page_of(visitor, f"/directory/{at}{query}") for at in ("", "map/", "table/")}
    kept = query.replace("&", "&amp;")
    for at, page in pages.items():
        for other in pages:
            link = (
                f'href="/directory/{other}{kept}"' if other != at else f'href="{kept}" aria-current'
            )
            assert link in page, (at, other)
        for ending in ("csv", "geojson", "jsonld"):
            assert f'href="/api/v1/organisations.{ending}{kept}"' in page
        assert 'name="near" maxlength="100" autocomplete="off" value="Skawina"' in page
        assert '<option value="50" selected>' in page


ORDERS = (
    "name", "-name", "kind", "-kind", "gmina", "-gmina", "powiat", "-powiat", "confirmed", "-confirmed",
    "updated",
)  # fmt: skip


def test_every_order_has_everything_once_and_its_reverse_reversed(
    visitor: Client, square: None
) -> None:
    everything = set(by_list(visitor, ""))
    assert len(everything) > 50, "more than a page of each"
    seen: dict[str, list[str]] = {}
    for order in (*ORDERS, "near&near=Skawina&within=100"):
        seen[order] = by_table(visitor, f"order={order}")
        assert by_list(visitor, f"order={order}") == seen[order]
        assert by_api(visitor, f"order={order}") == seen[order]
        if "near" not in order:
            assert set(seen[order]) == everything
    for order in ORDERS:
        if f"-{order}" in seen:
            assert seen[f"-{order}"] == seen[order][::-1]
    assert visitor.get("/directory/table/?order=size").status_code == 422
    assert visitor.get("/directory/table/?order=near").status_code == 422


def test_gminas_stand_in_the_order_of_the_alphabet(
    visitor: Client, house: House, region: None
) -> None:
    for number, name in enumerate(("Łapanów", "Żegocina", "Bochnia", "Zator", "Ciężkowice")):
        house(f"Dom {number}", gmina=Region.objects.filter(level="gmina", name=name).first())
    house("Bez gminy", gmina=None)
    page = page_of(visitor, "/directory/table/?order=gmina")
    cells = re.findall(r"</th><td>[^<]*</td><td>([^<]*)</td>", page)
    assert cells == ["Bochnia", "Ciężkowice", "Łapanów", "Skawina", "Zator", "Żegocina", ""]
    assert 'aria-sort="ascending"><a href="?order=-gmina"' in page


def test_the_table_shows_what_everybody_may_see(cast: Cast, visitor: Client, house: House) -> None:
    one = house("Dom", toaleta="yes", winda="no")
    Organisation.objects.filter(pk=one.pk).update(
        phone="12 345 67 89", email="dom@example.org", website="https://dom.example.org/",
        shown_to={"email": "editors"},
    )  # fmt: skip
    page = page_of(visitor, "/directory/table/?access=toilet")
    assert "12 345 67 89" in page
    assert "dom@example.org" not in page
    assert 'href="https://dom.example.org/"' in page
    assert 'role="region"' in page
    assert 'tabindex="0"' in page
    assert visitor.get("/directory/table/?cursor=x").status_code == 400


def test_the_api_says_what_it_takes(visitor: Client) -> None:
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    described = paths["/api/v1/organisations.jsonld"]["get"]
    names = {parameter["name"] for parameter in described["parameters"]}
    assert {
        "q",
        "kind",
        "region",
        "practice",
        "audience",
        "access",
        "bbox",
        "near",
        "within",
    } <= names
    listed = {p["name"]: p for p in paths["/api/v1/organisations"]["get"]["parameters"]}
    assert "nearest first" in json.dumps(listed["order"])
    answer = visitor.get("/api/v1/organisations.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
