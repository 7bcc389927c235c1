"""An address of which a part means nothing shows the rest and says so; where nothing is found, the page says
what would help; and of many places of one name all are accounted for."""

import re

import pytest
from django.test import Client

from directory.finding import nearby
from directory.models import OpeningPeriod, Site
from directory.versions import directory_changed
from taxonomy.models import Audience, PracticeArea, Region
from tests.cast import Cast
from tests.directory.conftest import House

LEFT_OUT = "A part of this address says nothing to us"
VIEWS = ("/directory/", "/directory/map/", "/directory/table/")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode().replace("\u00a0", " ")


def total(page: str) -> int:
    found = re.search(r'id="found"[^>]*>\s*(\d+)', page)
    assert found, page[:2000]
    return int(found[1])


@pytest.mark.parametrize("view", VIEWS)
def test_what_means_nothing_is_left_out_and_told(
    cast: Cast, house: House, visitor: Client, view: str
) -> None:
    house("Biblioteka A")
    house("Muzeum B", kind="muzeum")
    page = text(visitor, f"{view}?kind=biblioteka,xx&kind=yy&practice=nic&bbox=a,b&order=size", 422)
    assert LEFT_OUT in page
    assert "We do not know “xx”." in page
    assert total(page) == 1, "the library: what can be meant still counts"
    assert "Biblioteka A" in page or view.endswith("map/")
    assert 'rel="canonical" href="http://testserver' in page
    canonical = re.search(r'rel="canonical" href="([^"]+)"', page)
    assert canonical and canonical[1].endswith("?kind=biblioteka")
    # The links of the page leave the nonsense behind, so it is told once.
    assert "xx" not in "".join(
        re.findall(r'href="([^"]*)"', page.split("<main")[1].split("data-busy")[0])
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 1_000,  "near=" + "b" * 500, "near=Skawina&within=-5", "near=Skawina&within=1e9",
     "bbox=20,50,19,51", "unsure=x", "region=99&region=98", "page=-3", "open=always"],
)  # fmt: skip
def test_no_nonsense_hides_the_rest(cast: Cast, visitor: Client, view: str, query: str) -> None:
    answer = visitor.get(f"{view}?{query}")
    assert answer.status_code in (200, 400, 422), query
    assert 'id="found"' in answer.content.decode(), "the list is there, whatever was asked"


@pytest.mark.parametrize(
    "query", ["q=" + "a" * 10_000, "q=%00", "kind=%00", "cursor=%00", "near=%ed%a0%80"]
)
def test_what_no_address_can_hold_is_told_in_a_sentence(
    cast: Cast, visitor: Client, query: str
) -> None:
    for view in VIEWS:
        answer = visitor.get(f"{view}?{query}")
        assert 400 <= answer.status_code < 500, query
        assert len(answer.content) > 20


def test_a_place_in_the_list_that_is_gone_is_its_beginning(
    cast: Cast, house: House, visitor: Client
) -> None:
    for view in ("/directory/", "/directory/table/", "/directory/needs/"):
        page = text(visitor, f"{view}?cursor=nonsense", 400)
        assert "the list begins here" in page
    assert cast.house.name in text(visitor, "/directory/?cursor=nonsense", 400)


def test_machines_are_refused(cast: Cast, visitor: Client) -> None:
    for ending in ("", ".csv", ".geojson", ".jsonld"):
        assert visitor.get(f"/api/v1/organisations{ending}?kind=xx").status_code == 422


def test_such_pages_are_not_kept(cast: Cast, visitor: Client) -> None:
    answer = visitor.get("/directory/?kind=xx")
    assert "ETag" not in answer.headers
    assert LEFT_OUT not in text(visitor, "/directory/")


def test_an_empty_result_says_without_what_there_is_something(
    cast: Cast, house: House, visitor: Client
) -> None:
    theatre, older = PracticeArea.objects.get(code="teatr"), Audience.objects.get(code="seniorzy")
    for number in range(3):
        house(f"Teatr {number}", kind="teatr").practices.add(theatre)
    house("Klub").audiences.add(older)
    directory_changed()
    for view in VIEWS:
        page = text(visitor, f"{view}?practice=teatr&audience=seniorzy")
        assert total(page) == 0
        ways = re.findall(
            r'<li><a href="([^"]+)" rel="nofollow">([^<]+)</a> <span class="num">(\d+)', page
        )
        assert [(words, int(number)) for _href, words, number in ways] == [
            ("without “theatre”", 1), ("without “older people”", 3),
        ]  # fmt: skip
        for href, _words, number in ways:
            assert total(text(visitor, view + href.replace("&amp;", "&"))) == int(number)
        assert "/forums/ask/" in page
        assert "/notifications/searches/new/?of=directory&amp;query=" in page


def test_each_filter_counts_as_what_it_leaves(cast: Cast, house: House, visitor: Client) -> None:
    house("Z toaletą", toaleta="yes", kind="kino")
    directory_changed()
    pairs = (
        "kind=muzeum&access=toilet", "kind=kino&open=sunday", "kind=muzeum&region=1206",
        "kind=muzeum&bbox=19,49,21,51", "kind=kino&access=toilet&open=now",
    )  # fmt: skip
    for query in pairs:
        page = text(visitor, f"/directory/?{query}")
        assert total(page) == 0, query
        ways = re.findall(
            r'<li><a href="([^"]+)" rel="nofollow">[^<]+</a> <span class="num">(\d+)', page
        )
        assert ways, query
        for href, number in ways:
            assert total(text(visitor, "/directory/" + href.replace("&amp;", "&"))) == int(
                number
            ), href


def test_the_nearest_is_named_however_far(cast: Cast, house: House, visitor: Client) -> None:
    house("Kino pod Lipą", kind="kino", lon=20.1, lat=49.97)
    house("Kino dalsze", kind="kino", lon=20.4, lat=49.97)
    house("Kino ukryte", kind="kino", lon=19.82, lat=49.97, hidden=True)
    page = text(visitor, "/directory/?near=120611&within=5&kind=kino")
    assert total(page) == 0
    assert "the nearest is Kino pod Lipą, 21 km from there" in page
    assert "Kino ukryte" not in page
    href = re.search(r'<a href="([^"]+)" rel="nofollow">up to 25 km', page)
    assert href
    wider = text(visitor, "/directory/" + href[1].replace("&amp;", "&"))
    assert total(wider) == 1
    assert "Kino pod Lipą" in wider


def test_as_many_statements_whatever_is_empty(
    cast: Cast, house: House, visitor: Client, django_assert_max_num_queries: object
) -> None:
    for query in ("kind=kino", "kind=kino&practice=teatr&audience=seniorzy&open=now&access=toilet",
                  "near=120611&within=5&kind=kino&practice=teatr"):  # fmt: skip
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            visitor.get(f"/directory/?{query}")


def test_a_row_says_why_it_fits(cast: Cast, house: House, visitor: Client) -> None:
    theatre, older = PracticeArea.objects.get(code="teatr"), Audience.objects.get(code="seniorzy")
    fits, half = house("Oba"), house("Tylko teatr")
    fits.practices.add(theatre)
    fits.audiences.add(older)
    half.practices.add(theatre)
    directory_changed()
    page = text(visitor, "/directory/?practice=teatr")
    rows = re.findall(r'<li class="org".*?</div></li>', page, re.S)
    assert len(rows) == 2
    for row in rows:
        why = row.split('<ul class="why">')[1].split("</ul>")[0]
        assert "theatre" in why
        assert "older people" not in why, "it was not asked for"
    assert 'class="why"' not in text(visitor, "/directory/?kind=dom_kultury")


def test_a_row_says_that_it_is_open_now(cast: Cast, house: House, visitor: Client) -> None:
    opened, closed, hidden = house("Otwarte"), house("Bez godzin"), house("Adres ukryty")
    for place in (opened, hidden):
        site = Site.objects.get(organisation=place)
        for weekday in range(7):
            OpeningPeriod.objects.create(site=site, weekday=weekday, opens=0, closes=24 * 60)
    Site.objects.filter(organisation=hidden).update(precision=Site.Precision.HIDDEN)
    directory_changed()
    rows = dict(
        re.findall(
            r'<a class="title"[^>]*>([^<]+)</a>(.*?)</div></li>', text(visitor, "/directory/"), re.S
        )
    )
    assert "open now" in rows["Otwarte"]
    assert "open now" not in rows["Bez godzin"]
    assert "open now" not in rows["Adres ukryty"]
    assert closed


# ── places of one name ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def many_wolas(cast: Cast, house: House) -> None:
    Region.objects.filter(code="1206").update(lon=19.9, lat=50.1)
    powiat = Region.objects.get(code="1206")
    for number in range(15):
        gmina = Region.objects.create(
            code=f"1206{20 + number}", level="gmina", name=f"Gmina{number:02}", kind="wiejska", parent=powiat,
            lon=19.0 + number / 10, lat=50.0,
        )  # fmt: skip
        house(f"Dom {number}", gmina=gmina, locality="Wola", lon=19.0 + number / 10, lat=50.0)
    directory_changed()


def test_namesakes_are_all_accounted_for(many_wolas: None, visitor: Client) -> None:
    page = text(visitor, "/directory/?near=Wola")
    assert page.count("near=Wola%40") == nearby.MOST_CHOICES
    assert "3 more places are called so or begin so." in page
    assert "“Wola, gmina Skawina”" in page
    answer = visitor.get("/api/v1/organisations?near=Wola")
    assert answer.status_code == 422
    assert "and 3 more" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["Wola, gmina Gmina07", "wola gmina gmina07", "Wola (gmina Gmina07)", "Wola, Gmina07", "w Woli gm. Gmina07"],
)  # fmt: skip
def test_where_it_lies_tells_it_apart(many_wolas: None, visitor: Client, typed: str) -> None:
    page = text(visitor, f"/directory/?near={typed}&within=2")
    assert "Which" not in page
    assert total(page) == 1
    assert "Dom 7" in page


def test_a_powiat_behind_the_name_narrows_and_a_wrong_one_finds_nothing(
    many_wolas: None, cast: Cast, visitor: Client
) -> None:
    assert "3 more places" in text(visitor, "/directory/?near=Wola, powiat krakowski")
    assert "We do not know a town" in text(visitor, "/directory/?near=Wola,+powiat+tatrza%C5%84ski")
    assert total(text(visitor, "/directory/?near=gmina Skawina")) >= 1
