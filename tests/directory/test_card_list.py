"""The board of needs and offers: its filters, their figures, the same as open data and as a feed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.board.filters import CardFilters
from directory.board.results import card_counts, matching_cards
from directory.models import Card, Membership, Organisation, Site
from directory.versions import directory_changed
from taxonomy.models import Audience, PracticeArea, Region
from tests.cast import Cast
from tests.directory.conftest import House, page_of


@pytest.fixture
def board(cast: Cast, house: House, region: None) -> dict[str, Card]:
    """Four cards, by a word of their titles."""
    gmina = Region.objects.filter(level="gmina", name="Nowy Targ").first()
    assert gmina is not None
    near = house("Blisko", petla_indukcyjna="yes")
    far = house(
        "Daleko",
        gmina=gmina,
        locality="Nowy Targ",
        lon=gmina.lon,
        lat=gmina.lat,
        petla_indukcyjna="unknown",
    )
    until = timezone.localdate() + timedelta(days=5)

    def card(owner: Organisation, title: str, practice: str = "", **fields: Any) -> Card:
        made = Card.objects.create(organisation=owner, title=title, until=until, **fields)
        if practice:
            made.practices.add(PracticeArea.objects.get(code=practice))
        return made

    made = [
        card(
            cast.house, "Sala", "teatr", kind="need", what="room", access=["hearing_loop", "toilet"]
        ),
        card(near, "Piwnica", "teatr", kind="offer", what="room"),
        card(far, "Krzesła", "muzyka", kind="offer", what="equipment"),
        # Elsewhere than its organisation.
        card(near, "Wystawa", kind="offer", what="exhibition", gmina=gmina),
    ]
    made[0].audiences.add(Audience.objects.get(code="seniorzy"))
    return {card.title: card for card in made}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Krzesła Piwnica Sala Wystawa"), ("kind=need", "Sala"), ("kind=offer", "Krzesła Piwnica Wystawa"),
        ("what=room", "Piwnica Sala"), ("what=room&what=equipment", "Krzesła Piwnica Sala"),
        ("what=room,equipment", "Krzesła Piwnica Sala"), ("practice=teatr", "Piwnica Sala"),
        ("audience=seniorzy", "Sala"), ("access=hearing_loop", "Piwnica Sala"),
        ("access=hearing_loop&access=toilet", "Sala"), ("region=1206", "Piwnica Sala"),
        ("region=1211", "Krzesła Wystawa"), ("near=Skawina", "Piwnica Sala"), ("near=120611&km=1", ""),
        ("near=nowy targ", "Krzesła Wystawa"), ("near=Skawina&km=500", "Krzesła Piwnica Sala Wystawa"),
        ("what=room&kind=offer&near=Skawina&practice=teatr&access=hearing_loop", "Piwnica"),
    ],
)  # fmt: skip
def test_page_api_and_figures_agree(
    board: dict[str, Card], visitor: Client, query: str, found: str
) -> None:
    wanted = set(found.split())
    page = page_of(visitor, f"/directory/needs/?{query}")
    assert {title for title in board if f">{title}</a>" in page} == wanted
    answer = json.loads(page_of(visitor, f"/api/v1/needs?{query}"))
    assert {row["title"] for row in answer["results"]} == wanted


@pytest.mark.parametrize(
    "query",
    [
        "kind=wish", "what=x", "what=%00", "practice=x", "audience=x", "access=x", "region=12", "region=120611",
        "region=x", "near=%00", "near=Skawina&km=0", "km=x", "km=501", "cursor=x",
        "what=" + ",".join(f"w{n}" for n in range(41)),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    cast: Cast, visitor: Client, query: str, region: None
) -> None:
    for address in ("/directory/needs/", "/api/v1/needs"):
        assert visitor.get(f"{address}?{query}").status_code in (400, 422)


def test_each_figure_is_what_the_choice_brings(board: dict[str, Card], cast: Cast) -> None:
    for query in (
        "",
        "kind=offer",
        "what=room",
        "practice=teatr&region=1206",
        "access=hearing_loop",
    ):
        from django.http import QueryDict

        filters = CardFilters.from_query(QueryDict(query))
        counts = card_counts(cast.visitor, filters)
        names = {"what": counts.what, "practice": counts.practice, "audience": counts.audience}
        for name, figures in names.items():
            for code, number in figures.items():
                chosen = filters.without(name).toggled(name, code)
                assert matching_cards(cast.visitor, chosen).count() == number, (query, name, code)
        for name, figures in {"kind": counts.kind, "region": counts.region}.items():
            for code, number in figures.items():
                chosen = filters.without(name).toggled(name, code)
                assert matching_cards(cast.visitor, chosen).count() == number, (query, name, code)
        for code, number in counts.access.items():
            chosen = filters if code in filters.access else filters.toggled("access", code)
            assert matching_cards(cast.visitor, chosen).count() == number, (query, code)
        assert CardFilters.from_query(QueryDict(filters.query().lstrip("?"))) == filters


def test_a_heading_means_everything_below_it(board: dict[str, Card], visitor: Client) -> None:
    heading = PracticeArea.objects.create(code="scena", name_pl="scena", name_en="the stage")
    PracticeArea.objects.filter(code="teatr").update(parent=heading)
    page = page_of(visitor, "/directory/needs/?practice=scena")
    assert ">Sala</a>" in page and ">Piwnica</a>" in page and ">Krzesła</a>" not in page


def test_a_hidden_place_is_found_by_its_gmina_alone(
    board: dict[str, Card], visitor: Client
) -> None:
    Site.objects.filter(organisation__name="Blisko").update(precision="hidden", lon=21.4, lat=49.3)
    page = page_of(visitor, "/directory/needs/?near=Skawina&km=10")
    assert ">Piwnica</a>" in page
    assert "21.4" not in page_of(visitor, f"/api/v1/needs/{board['Piwnica'].pk}")


def test_the_board_knows_the_same_towns_as_the_list(
    board: dict[str, Card], visitor: Client, house: House
) -> None:
    for name in ("w Skawinie", "SKAWINA", "120611", "kolo Skawiny"):
        page = page_of(visitor, f"/directory/needs/?near={name}")
        assert ">Piwnica</a>" in page and ">Krzesła</a>" not in page, name
        assert "up to 30 km from Skawina" in page
    for number, code in enumerate(("120611", "120101")):
        gmina = Region.objects.get(code=code)
        house(f"Wolanie {number}", locality="Wola", gmina=gmina, lon=gmina.lon, lat=gmina.lat)
    directory_changed()
    page = page_of(visitor, "/directory/needs/?near=Wola&kind=offer&km=20")
    assert "Which Wola do you mean?" in page and ">Piwnica</a>" not in page
    assert "?kind=offer&amp;near=Wola%40120611&amp;km=20" in page, "the rest is kept"
    chosen = page_of(visitor, "/directory/needs/?kind=offer&near=Wola%40120611&km=20")
    assert ">Piwnica</a>" in chosen
    assert "We do not know a town" in page_of(visitor, "/directory/needs/?near=Atlantyda")
    refused = visitor.get("/api/v1/needs?near=Wola")
    assert refused.status_code == 422 and "Wola@120101" in refused.content.decode()


def test_open_data_says_what_the_page_says_and_nothing_of_a_person(
    board: dict[str, Card], visitor: Client, cast: Cast
) -> None:
    card = board["Sala"]
    Card.objects.filter(pk=card.pk).update(author=cast.ola)
    row = json.loads(page_of(visitor, f"/api/v1/needs/{card.pk}"))
    assert row["url"] == card.get_absolute_url() and row["access"] == ["hearing_loop", "toilet"]
    assert row["practices"] == ["teatr"] and row["organisation"]["slug"] == cast.house.slug
    assert "ola" not in json.dumps(row).lower().replace("malopolsk", "")
    first = json.loads(page_of(visitor, "/api/v1/needs?limit=3"))
    rest = json.loads(page_of(visitor, f"/api/v1/needs?limit=3&cursor={first['next']}"))
    titles = [row["title"] for row in (*first["results"], *rest["results"])]
    assert sorted(titles) == sorted(board) and rest["next"] is None
    described = json.loads(page_of(visitor, "/api/v1/openapi.json"))["paths"]
    assert {p["name"] for p in described["/api/v1/needs"]["get"]["parameters"]} >= {
        "near",
        "what",
        "access",
    }
    assert visitor.get("/api/v1/needs/999999").status_code == 404
    assert visitor.get("/api/v1/needs/x").status_code == 404
    feed = page_of(visitor, "/feeds/needs.xml")
    assert "Has: Piwnica" in feed and "Seeks: Sala" in feed
    assert "/feeds/needs.xml" in page_of(visitor, "/feeds/")
    Card.objects.filter(pk=card.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert "Seeks: Sala" not in page_of(visitor, "/feeds/needs.xml")


def test_the_board_leads_to_the_form(cast: Cast, house: House, visitor: Client) -> None:
    """In the name of the one organisation, of one of several, or to the words that say how."""
    at = "/directory/needs/new/"
    assert f'href="{at}"' in page_of(visitor, "/directory/needs/")
    assert visitor.get(at).status_code == 302
    assert cast.client(cast.ola).get(at)["Location"] == f"{cast.house.get_absolute_url()}cards/new/"
    for stranger in (cast.jan, cast.ewa):
        page = page_of(cast.client(stranger), at)
        assert "you belong to none here yet" in page and "cards/new/" not in page
    Membership.objects.create(organisation=house("Drugi dom"), person=cast.ola)
    page = page_of(cast.client(cast.ola), at)
    assert "In whose name?" in page and page.count("cards/new/") == 2
    Organisation.objects.filter(name="Drugi dom").update(hidden=True)
    assert cast.client(cast.ola).get(at).status_code == 303


def test_a_filter_that_finds_nothing_leads_on(cast: Cast, visitor: Client, region: None) -> None:
    page = page_of(visitor, "/directory/needs/?what=audience")
    assert "Nothing fits all of this." in page and "Without filters" in page
    assert "Nothing here at the moment." in page_of(visitor, "/directory/needs/")
