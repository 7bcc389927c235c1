"""The list and the map of the same result, through addresses."""

import re

import pytest
from django.test import Client

from directory.models import AccessFact, Card, Organisation, Site
from taxonomy.models import PracticeArea, Region
from tests.cast import Cast
from tests.directory.conftest import House, on_map, page_of

TITLE = re.compile(r'<a class="title" href="(/directory/[^"]+)">')


def titles(page: str) -> list[str]:
    return TITLE.findall(page)


def test_a_visitor_finds_the_house_with_its_place_and_picture(visitor: Client, cast: Cast) -> None:
    page = page_of(visitor, "/directory/")
    assert titles(page) == ["/directory/dom-kultury-w-brzozowce/"]
    assert "Brzozówka, gmina Skawina" in page
    assert 'class="cut"' in page
    assert "accessibility: nobody has checked" in page
    assert "1 organisation" in page


def test_the_list_is_in_polish_order_on_any_database(visitor: Client, house: House) -> None:
    for name in ("Żuraw", "Łąka", "Lato", "Świt", "Stodoła", "Zorza", "ćma", "Cytra"):
        house(name)
    page = page_of(visitor, "/directory/")
    names = re.findall(r'<a class="title"[^>]*>([^<]+)</a>', page)
    assert names == [
        "Cytra", "ćma", "Dom Kultury w\u00a0Brzozówce", "Lato", "Łąka", "Stodoła", "Świt", "Zorza", "Żuraw",
    ]  # fmt: skip


def test_filters_combine(visitor: Client, house: House, cast: Cast, region: None) -> None:
    library = house("Biblioteka A")
    library.practices.add(PracticeArea.objects.get(code="teatr"))
    far = house("Biblioteka B", gmina=Region.objects.get(code="120101"))
    museum = house("Muzeum", kind="muzeum")

    def found(query: str) -> set[str]:
        return set(titles(page_of(visitor, f"/directory/?{query}")))

    a, b, m = (organisation.get_absolute_url() for organisation in (library, far, museum))
    home = cast.house.get_absolute_url()
    assert found("kind=biblioteka") == {a, b}
    assert found("kind=biblioteka&kind=muzeum") == {a, b, m} == found("kind=biblioteka,muzeum")
    assert found("region=1206") == {a, m, home}
    assert found("region=120101") == {b}
    assert found("region=12") == {a, b, m, home}
    assert found("region=1206&region=120101&kind=biblioteka") == {a, b}
    assert found("practice=teatr") == {a}
    assert found("practice=teatr&kind=muzeum") == set()
    assert found("bbox=19.8,49.9,19.9,50.0") == {a, b, m, home}
    assert found("bbox=0,0,1,1") == set()


def test_the_figures_say_what_a_filter_would_bring(
    visitor: Client, house: House, region: None
) -> None:
    house("A")
    house("B")
    house("C", kind="muzeum", gmina=Region.objects.get(code="120101"))
    page = page_of(visitor, "/directory/?kind=muzeum")
    assert re.search(r'aria-current="true">museum<span class="num">1</span>', page)
    assert re.search(r">library<span class=\"num\">2</span>", page), (
        "the other kinds keep their counts"
    )
    assert 'href="?kind=biblioteka&amp;kind=muzeum"' in page
    assert re.search(r">powiat bocheński<span class=\"num\">1</span>", page)
    assert "powiat krakowski<span" not in page, "places are counted under the chosen kind"


def test_a_chosen_filter_can_be_removed(visitor: Client, house: House, region: None) -> None:
    house("A")
    page = page_of(visitor, "/directory/?kind=biblioteka&region=1206&q=a")
    assert re.search(r'class="filter" href="\?q=a&amp;region=1206">library', page)
    assert re.search(r'class="filter" href="\?q=a&amp;kind=biblioteka">powiat krakowski', page)
    assert re.search(r'class="filter" href="\?kind=biblioteka&amp;region=1206">„a”', page)


def test_unknown_is_never_yes_and_never_no(visitor: Client, house: House) -> None:
    yes = house("Tak", wejscie_bez_stopni="yes")
    ramp = house("Podjazd", wejscie_bez_stopni="no", podjazd="yes")
    partly = house("Trochę", wejscie_bez_stopni="partly")
    no = house("Nie", wejscie_bez_stopni="no", podjazd="no")
    half = house("Pół", wejscie_bez_stopni="no")
    silent = house("Cisza")
    sure = set(titles(page_of(visitor, "/directory/?access=wheelchair")))
    assert sure == {yes.get_absolute_url(), ramp.get_absolute_url()}
    page = page_of(visitor, "/directory/?access=wheelchair&unsure=1")
    unsure = set(titles(page))
    assert {o.get_absolute_url() for o in (partly, half, silent)} < unsure
    assert no.get_absolute_url() not in sure | unsure
    assert not sure & unsure
    assert "Show them apart" in page_of(visitor, "/directory/?access=wheelchair")


def test_two_needs_must_both_be_met(visitor: Client, house: House) -> None:
    both = house("A", petla_indukcyjna="yes", pjm="yes")
    house("B", petla_indukcyjna="yes")
    house("C", petla_indukcyjna="yes", pjm="no", tlumacz_online="no")
    found = titles(page_of(visitor, "/directory/?access=hearing_loop&access=pjm"))
    assert found == [both.get_absolute_url()]
    page = page_of(visitor, "/directory/?access=hearing_loop&access=pjm&unsure=1")
    assert "house-2" in page
    assert "house-3" not in page, "a known no is no"


def test_map_and_list_show_the_same_set(visitor: Client, house: House, region: None) -> None:
    gminas = Region.objects.filter(level="gmina").order_by("code")[:30]
    for number, gmina in enumerate(gminas):
        house(f"Dom {number:02}", gmina=gmina, lon=gmina.lon, lat=gmina.lat,
              kind="muzeum" if number % 3 else "kino")  # fmt: skip
    for query in (
        "",
        "?kind=muzeum",
        "?region=1201",
        "?region=1201&region=120303&kind=muzeum",
        "?q=dom",
    ):
        seen: list[str] = []
        address: str | None = f"/directory/{query}"
        while address:
            page = page_of(visitor, address)
            rows = titles(page)
            assert len(re.findall(r'id="pin-\d+"', page)) == len(rows), "a pin for every row"
            assert [int(n) for n in re.findall(r'data-pin="(\d+)"', page)] == list(
                range(1, len(rows) + 1)
            )
            seen += rows
            onward = re.search(r'href="([^"]+)" rel="next"', page)
            address = "/directory/" + onward[1].replace("&amp;", "&") if onward else None
        assert len(seen) == len(set(seen))
        chart = page_of(visitor, f"/directory/map/{query}")
        assert on_map(chart) == len(seen)
        table = re.search(r"<tbody>.*?</tbody>", chart, re.S)
        assert table is not None
        assert sum(int(n) for n in re.findall(r'<td class="num">(\d+)</td>', table[0])) == len(seen)


def test_every_powiat_on_the_map_has_a_name(visitor: Client, house: House, region: None) -> None:
    house("A")
    page = page_of(visitor, "/directory/")
    assert 'aria-label="powiat krakowski: 2 organisations"' in page
    assert 'href="?region=1206"' in page
    assert "Granice: GUGiK/PRG" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace("http://testserver", "")), (
        "no request leaves the site"
    )


def test_a_house_without_a_point_is_in_the_list_and_said_on_the_map(
    visitor: Client, house: House, region: None
) -> None:
    hidden = house("Ukryte miejsce")
    Site.objects.filter(organisation=hidden).update(precision="hidden")
    house("Bez miejsca", gmina=None, lon=None, lat=None)
    page = page_of(visitor, "/directory/")
    assert len(titles(page)) == 3
    assert "2 organisations of this page have no point on this map." in page
    assert "1 organisation has not said in which gmina it is" in page_of(visitor, "/directory/map/")


def test_the_search_finds_names_and_places_without_their_marks(
    visitor: Client, house: House, cast: Cast
) -> None:
    from directory.ports import _by_letters

    mill = house("Młyn", locality="Wólka Łąkowa")
    house("Zamek", locality="Skawina")
    hidden = house("Młyn schowany", hidden=True)
    assert list(_by_letters(cast.visitor, "mlyn")) == [mill.pk]
    assert list(_by_letters(cast.visitor, "LAKOWA")) == [mill.pk]
    assert list(_by_letters(cast.visitor, "wolka mlyn")) == [mill.pk]
    assert list(_by_letters(cast.visitor, "")) == []
    assert set(_by_letters(cast.marta, "mlyn")) == {mill.pk, hidden.pk}


def test_what_the_search_proposes_is_judged_again(
    visitor: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory import ports

    seen, hidden = house("Widać"), house("Nie widać", hidden=True)
    monkeypatch.setattr(
        ports.organisation_search, "_answer", lambda viewer, q: [hidden.pk, seen.pk, 10**12]
    )
    assert titles(page_of(visitor, "/directory/?q=cokolwiek")) == [seen.get_absolute_url()]


def test_search_results_keep_their_order_and_turn_pages(
    visitor: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory import ports

    ids = [house(f"Dom {number:02}").pk for number in range(45)][::-1]
    monkeypatch.setattr(ports.organisation_search, "_answer", lambda viewer, q: ids)
    page = page_of(visitor, "/directory/?q=dom")
    assert "Best first" in page
    assert titles(page)[0] == Organisation.objects.get(pk=ids[0]).get_absolute_url()
    onward = re.search(r'href="([^"]+)" rel="next"', page)
    assert onward is not None
    second = page_of(visitor, "/directory/" + onward[1].replace("&amp;", "&"))
    assert titles(second)[0] == Organisation.objects.get(pk=ids[20]).get_absolute_url()
    assert 'rel="prev"' in second


def test_hidden_houses_are_for_moderators_alone(visitor: Client, house: House, cast: Cast) -> None:
    hidden = house("Schowany", hidden=True)
    for client in (visitor, cast.client(cast.ola), cast.client(cast.jan)):
        page = page_of(client, "/directory/")
        assert "Schowany" not in page
        assert "1 organisation" in page, "the figures do not tell of it either"
        assert client.get(hidden.get_absolute_url()).status_code == 404
    marta = cast.client(cast.marta)
    assert "Schowany" in page_of(marta, "/directory/")
    assert "This page is hidden." in page_of(marta, hidden.get_absolute_url())
    assert "Schowany" not in page_of(visitor, "/directory/"), (
        "what moderators saw is not kept for others"
    )


def test_the_list_shows_a_change_at_once_and_304_before(visitor: Client, cast: Cast) -> None:
    from directory.actions.update_organisation import update_organisation

    first = visitor.get("/directory/")
    again = visitor.get("/directory/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    update_organisation(by=cast.ola, organisation=cast.house, fields={"name": "Nowa nazwa"})
    changed = visitor.get("/directory/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "Nowa nazwa" in changed.content.decode()


def test_rows_say_what_is_sought_and_known(visitor: Client, house: House, cast: Cast) -> None:
    from django.utils import timezone

    known = house("A", toaleta="partly", pjm="no", wejscie_bez_stopni="yes")
    day = timezone.localdate()
    Card.objects.create(organisation=known, author=cast.ola, kind="need", title="Ramy", until=day)
    Card.objects.create(
        organisation=known,
        author=cast.ola,
        kind="offer",
        title="Stare",
        until=day - timezone.timedelta(1),
    )
    page = page_of(visitor, "/directory/")
    assert "accessible toilet: partly" in page
    assert "Polish Sign Language interpreter: no" in page
    assert "Seeks: Ramy" in page
    assert "Stare" not in page
    assert AccessFact.objects.count() == 3


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing", "practice=nothing", "audience=nothing", "access=nothing", "region=99",
        "region=1" + "0" * 30, "kind=%00", "q=%00", "q=%ed%a0%80", "q=" + "a" * 201, "bbox=1,2,3",
        "bbox=a,b,c,d", "bbox=nan,1,2,3", "bbox=1e999,1,2,3", "bbox=20,50,19,51", "bbox=-181,0,1,1",
        "cursor=nonsense", "cursor=" + "a" * 5000, "cursor=%00", "order=size", "unsure=maybe",
        "kind=" + ",".join(f"k{n}" for n in range(50)), "practice=%27%3B--", "cursor=WzFd:1:x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/directory/", "/directory/map/"])
def test_bad_addresses_are_refused_and_never_break(visitor: Client, page: str, query: str) -> None:
    if "cursor" in query and page.endswith("map/"):
        query = f"{query}&kind=nothing"  # the map has no pages
    status = visitor.get(f"{page}?{query}").status_code
    assert 400 <= status < 500, query


def test_a_cursor_of_one_list_is_none_of_another(visitor: Client, house: House) -> None:
    for number in range(25):
        house(f"Dom {number:02}")
    onward = re.search(r'href="([^"]+)" rel="next"', page_of(visitor, "/directory/"))
    assert onward is not None
    assert visitor.get("/directory/" + onward[1] + "&order=updated").status_code == 400
    assert visitor.get("/directory/needs/" + onward[1]).status_code == 400
    assert visitor.get("/directory/" + onward[1] + "&q=dom").status_code == 400
