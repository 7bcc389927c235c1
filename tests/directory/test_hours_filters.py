"""Who is open now, on Saturday, in the evening; and whose place offers what is needed."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.finding.filters import Filters
from directory.finding.opening import CHOICES, open_sites, quarter
from directory.finding.results import count, matching
from directory.models import AccessFact, OpeningException, OpeningPeriod, Site
from directory.page.places import ZONE
from directory.versions import directory_changed
from directory.vocabulary.accessibility import ATTRIBUTES, NEEDS
from tests.cast import Cast
from tests.directory.conftest import House, page_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def is_open(site: Site, code: str, moment: str) -> bool:
    return Site.objects.filter(open_sites([code], at(moment)), pk=site.pk).exists()


def names(viewer: object, query: str) -> set[str]:
    found = matching(viewer, Filters.from_query(QueryDict(query)))  # type: ignore[arg-type]
    return set(found.values_list("name", flat=True))


@pytest.fixture
def site(house: House) -> Site:
    return Site.objects.get(organisation=house("Otwarta"))


def period(site: Site, weekday: int, opens: float, closes: float, **more: object) -> OpeningPeriod:
    return OpeningPeriod.objects.create(
        site=site, weekday=weekday, opens=int(opens * 60), closes=int(closes * 60), **more
    )


# 23 November 2026 is a Monday.


def test_open_now_is_true_for_its_whole_quarter(site: Site) -> None:
    period(site, 0, 9, 17)
    period(site, 0, 18, 18.2)
    asked = {
        "2026-11-23T08:59": False, "2026-11-23T09:00": True, "2026-11-23T16:59": True,
        "2026-11-23T17:00": False, "2026-11-23T18:05": False, "2026-11-24T10:00": False,
        "2026-11-22T10:00": False,
    }  # fmt: skip
    assert {moment: is_open(site, "now", moment) for moment in asked} == asked
    assert quarter(at("2026-11-23T09:44")).minute == 30


def test_a_night_belongs_to_the_day_on_which_it_began(site: Site) -> None:
    period(site, 4, 20, 26)
    assert is_open(site, "now", "2026-11-28T01:30")
    assert not is_open(site, "now", "2026-11-28T02:00")
    OpeningException.objects.create(site=site, first=date(2026, 11, 28), last=date(2026, 11, 28))
    assert is_open(site, "now", "2026-11-28T01:30"), "Saturday is closed, Friday night is not"
    OpeningException.objects.create(site=site, first=date(2026, 11, 27), last=date(2026, 11, 27))
    assert not is_open(site, "now", "2026-11-28T01:30")


def test_a_season_stands_instead_and_may_pass_new_year(site: Site) -> None:
    for weekday in range(7):
        period(site, weekday, 9, 17)
    period(site, 5, 10, 12, season_from=1101, season_to=228)
    assert is_open(site, "saturday", "2026-11-23T10:00")
    assert not is_open(site, "sunday", "2026-11-23T10:00")
    assert is_open(site, "sunday", "2026-10-20T10:00")
    assert not is_open(site, "now", "2027-01-04T10:00")
    assert is_open(site, "now", "2027-03-01T10:00")
    other = Site.objects.create(organisation=site.organisation, position=1)
    period(other, 6, 9, 17)
    assert is_open(other, "sunday", "2026-11-23T10:00"), "the season of one place is no other's"


def test_exceptions_close_and_open(site: Site) -> None:
    period(site, 5, 9, 12)
    assert is_open(site, "saturday", "2026-11-23T10:00")
    OpeningException.objects.create(site=site, first=date(2026, 11, 27), last=date(2026, 11, 29))
    assert not is_open(site, "saturday", "2026-11-23T10:00")
    assert is_open(site, "saturday", "2026-11-30T10:00")
    sunday = date(2026, 12, 6)
    OpeningException.objects.create(site=site, first=sunday, last=sunday, opens=600, closes=1200)
    assert is_open(site, "sunday", "2026-12-01T10:00")
    assert is_open(site, "evening", "2026-12-01T10:00")
    assert is_open(site, "now", "2026-12-06T19:00")
    assert not is_open(site, "now", "2026-12-13T19:00")


def test_an_evening_is_after_six_on_one_of_seven_days(site: Site) -> None:
    period(site, 2, 9, 18)
    assert not is_open(site, "evening", "2026-11-23T10:00")
    period(site, 2, 18, 19)
    assert is_open(site, "evening", "2026-11-23T10:00")


def test_an_office_is_not_open_to_visitors_and_nothing_known_is_not_open(site: Site) -> None:
    for weekday in range(7):
        period(site, weekday, 0, 24, kind="office")
        period(site, weekday, 0, 24, kind="quiet")
    assert not any(is_open(site, code, "2026-11-23T10:00") for code in CHOICES)


def test_the_list_finds_who_is_open_and_says_how_many(
    cast: Cast, house: House, visitor: Client, region: None
) -> None:
    shut = house("Nieznana")
    second = Site.objects.create(organisation=shut, position=1, name="Filia")
    always = Site.objects.get(organisation=house("Otwarta"))
    hidden = house("Ukryte miejsce")
    Site.objects.filter(organisation=hidden).update(precision="hidden")
    for site in (always, Site.objects.get(organisation=hidden)):
        for weekday in range(7):
            period(site, weekday, 0, 24)
    page = page_of(visitor, "/directory/?open=now")
    assert "Otwarta" in page
    assert "Nieznana" not in page
    assert "Ukryte miejsce" not in page, "nobody can go where the address is not shown"
    assert "they may be open all the same" in page
    period(second, 5, 10, 12)
    directory_changed()
    assert names(cast.jan, "open=saturday") == {"Otwarta", "Nieznana"}, "any of its places counts"
    assert names(cast.jan, "open=sunday,saturday") == {"Otwarta", "Nieznana"}
    figures = count(cast.jan, Filters.from_query(QueryDict("open=sunday")), None)
    assert (figures.open["sunday"], figures.open["saturday"], figures.total) == (1, 2, 1)
    for code, number in figures.open.items():
        assert len(names(cast.jan, f"open={code}")) == number
    assert visitor.get("/directory/?open=tomorrow").status_code == 422
    api = visitor.get("/api/v1/organisations?open=saturday").json()["results"]
    assert {row["name"] for row in api} == {"Otwarta", "Nieznana"}
    described = visitor.get("/api/v1/openapi.json").json()
    parameters = described["paths"]["/api/v1/organisations"]["get"]["parameters"]
    assert "open" in [parameter["name"] for parameter in parameters]
    assert "season_from" not in described["components"]["schemas"]["HoursOut"]["properties"]


def test_one_place_must_have_all_of_it(
    cast: Cast, house: House, visitor: Client, region: None
) -> None:
    split = house("Rozdzielona", wejscie_bez_stopni="yes", petla_indukcyjna="no")
    far = Site.objects.create(organisation=split, position=1, name="Dwór")
    AccessFact.objects.create(site=far, attribute="petla_indukcyjna", value="yes")
    query = "access=wheelchair&access=hearing_loop"
    assert names(cast.jan, query) == set()
    assert names(cast.jan, f"{query}&unsure=1") >= {"Rozdzielona"}, (
        "of the manor we do not know the step"
    )
    AccessFact.objects.create(site=far, attribute="podjazd", value="yes")
    assert names(cast.jan, query) == {"Rozdzielona"}
    assert "Rozdzielona" not in names(cast.jan, f"{query}&unsure=1")
    page = page_of(visitor, f"/directory/?{query}")
    assert "Dwór:" in page, "the row says of which place it speaks"
    figures = count(cast.jan, Filters.from_query(QueryDict("access=wheelchair")), None)
    assert figures.access["hearing_loop"] == 1
    for weekday in range(7):
        period(split.sites.get(position=0), weekday, 0, 24)
    assert names(cast.jan, f"{query}&open=now") == set(), "the open one has no loop"
    AccessFact.objects.filter(site=far).update(value="no")
    Site.objects.filter(pk=far.pk).update(precision="hidden")
    assert "Rozdzielona" not in names(cast.jan, "access=hearing_loop&unsure=1"), (
        "no is no everywhere"
    )


def test_a_place_that_is_not_shown_is_to_be_asked_for(cast: Cast, house: House) -> None:
    hidden = house("Ukryta", toaleta="yes")
    Site.objects.filter(organisation=hidden).update(precision="hidden")
    assert names(cast.jan, "access=toilet") == set()
    assert "Ukryta" in names(cast.jan, "access=toilet&unsure=1")


def test_hidden_houses_are_open_for_nobody(cast: Cast, house: House) -> None:
    for name, hidden in (("Schowany", True), ("Widać", False)):
        site = Site.objects.get(organisation=house(name, hidden=hidden))
        for weekday in range(7):
            period(site, weekday, 0, 24)
    for outsider in (cast.jan, cast.ewa, cast.nowa, cast.visitor):
        assert names(outsider, "open=now") == {"Widać"}
    assert names(cast.marta, "open=now") == {"Widać", "Schowany"}


@pytest.mark.parametrize(
    "address",
    [
        "/directory/?open=now",
        "/directory/?open=evening&access=toilet",
        "/directory/map/?open=sunday",
    ],
)
def test_the_cost_of_the_filter(cast: Cast, house: House, region: None, address: str) -> None:
    from tests.directory.test_cost import cost

    def many(number: int) -> None:
        for index in range(number):
            site = Site.objects.get(organisation=house(f"Dom {index}", toaleta="yes"))
            for weekday in range(7):
                period(site, weekday, 0, 24)

    many(2)
    few = cost(cast.client(), address), cost(cast.client(cast.ola), address)
    many(15)
    more = cost(cast.client(), address), cost(cast.client(cast.ola), address)
    assert few == more
    assert more[0] <= 12
    assert more[1] <= 18


def test_the_page_of_an_organisation_with_many_places_costs_the_same(
    cast: Cast, region: None
) -> None:
    from tests.directory.test_cost import cost

    address = "/directory/dom-kultury-w-brzozowce/"
    before = cost(cast.client(), address)
    for position in range(1, 12):
        site = Site.objects.create(
            organisation=cast.house, position=position, name=f"Filia {position}"
        )
        AccessFact.objects.create(site=site, attribute="winda", value="yes", checked_by=cast.ola)
        OpeningException.objects.create(
            site=site, first=timezone.localdate(), last=timezone.localdate() + timedelta(days=2)
        )
        for weekday in range(7):
            period(site, weekday, 9, 17)
    assert cost(cast.client(), address) == before <= 12
    ola = cast.client(cast.ola)
    with CaptureQueriesContext(connection) as statements:
        assert ola.get(f"{address}places/").status_code == 200
    assert len(statements) <= 18
    assert "Ola Wrona" in page_of(cast.client(), address)


def test_every_need_asks_for_attributes_that_exist() -> None:
    assert all(code in ATTRIBUTES for need in NEEDS.values() for code in need.attributes)
    assert len(ATTRIBUTES) >= 45
