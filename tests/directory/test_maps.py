"""How maps are drawn: pins apart, steps of blue, the home page's map, a region that is not there."""

import re

import pytest
from django.test import Client

from directory.finding.atlas import Atlas
from directory.maps.drawing import draw, legend_of, step_of
from directory.maps.marks import row_pins
from directory.maps.pins import HALF, spread
from directory.maps.region import home_map
from taxonomy.geography import project
from taxonomy.models import Region
from tests.cast import Cast
from tests.directory.conftest import House


def test_pins_of_one_village_stand_apart_and_on_the_map() -> None:
    points = [(200.0, 180.0)] * 12 + [(3.0, 3.0), (397.0, 357.0), (205.0, 186.0)]
    stands = spread(points, width=400, height=360)
    squares = [(x + s.dx, y + s.dy) for (x, y), s in zip(points, stands, strict=True)]
    for number, (x, y) in enumerate(squares):
        assert HALF <= x <= 400 - HALF
        assert HALF <= y <= 360 - HALF
        for other_x, other_y in squares[number + 1 :]:
            assert abs(x - other_x) >= 2 * HALF or abs(y - other_y) >= 2 * HALF


def test_more_pins_than_room_still_stand_somewhere() -> None:
    assert len(spread([(10.0, 10.0)] * 50, width=60, height=60)) == 50


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 7, 26, 1000])
def test_the_legend_says_what_each_step_means(most: int) -> None:
    legend = dict(legend_of(most))
    assert set(legend) == ({step_of(n, most) for n in range(most + 1)} if most else set())
    if most:
        assert legend[0] == "0"
        assert legend[step_of(most, most)].endswith(str(most))
    assert step_of(0, most) == 0
    assert max(step_of(n, most) for n in range(most + 1)) <= 4


def test_the_home_map_counts_what_everybody_may_see(cast: Cast, house: House, region: None) -> None:
    house("Jawna", gmina=Region.objects.get(code="120101"))
    house("Schowana", gmina=Region.objects.get(code="120101"), hidden=True)
    drawing = home_map()
    assert 'aria-label="powiat bocheński: 1 organizacja"' in drawing or (
        'aria-label="powiat bocheński: 1 organisation"' in drawing
    )
    assert 'href="/directory/?region=1201"' in drawing
    assert "Granice: GUGiK/PRG" in drawing
    assert "style=" not in drawing
    assert not re.search(r"\d,\d", re.sub(r'aria-label="[^"]*"', "", drawing)), (
        "figures are not localised"
    )


def test_without_a_drawn_region_there_is_no_map_and_no_error(cast: Cast) -> None:
    assert home_map() == ""
    assert draw(Atlas(), {}, width=400, label="", href=None) is None
    assert cast.client().get("/directory/").status_code == 200
    assert cast.client().get("/directory/map/").status_code == 200
    assert cast.client().get("/directory/dom-kultury-w-brzozowce/").status_code == 200


def test_a_place_chosen_is_what_the_map_shows(cast: Cast, region: None) -> None:
    for codes in (["1206"], ["120611"], ["120713"], ["1206", "1201"], ["12"]):
        drawing = draw(
            Atlas(codes), {"120611": 3}, width=400, label="", href=lambda code: f"?{code}"
        )
        assert drawing is not None
        assert 0 < drawing.height <= 440
        assert drawing.zoomed == (codes != ["12"])
    near = draw(
        Atlas(["1206"]), {"120611": 3}, width=400, label="", href=lambda code: f"?{code}",
        pins=lambda frame: row_pins([(1, "A", 19.82, 49.97), (2, "B", 21.0, 50.0), (3, "C", None, None)], frame),
    )  # fmt: skip
    assert near is not None
    assert [pin.number for pin in near.pins] == [1], "what lies outside has no pin"
    assert {land.href for land in near.lands if land.href} == {"?120611"}
    assert project(19.82, 49.97).x == pytest.approx(19.82 * 257)


def test_the_legend_says_what_its_figures_count(cast: Cast, house: House, region: None) -> None:
    house("Jawna", gmina=Region.objects.get(code="120101"))
    visitor = Client(headers={"accept-language": "pl"})
    for address, lead in (
        ("/directory/map/", "Organizacje w powiecie:"),
        ("/directory/map/?region=1201", "Organizacje w gminie:"),
    ):
        assert (
            f'<p class="legend mt-s"><span>{lead}</span>' in visitor.get(address).content.decode()
        )


def test_gminas_of_one_name_are_told_apart_in_words(cast: Cast, house: House, region: None) -> None:
    for code in ("120101", "120102"):
        house(f"Dom {code}", gmina=Region.objects.get(code=code))
    page = Client().get("/directory/map/?region=1201").content.decode()
    table = page.split('id="in-words"')[1].split("</table>")[0]
    assert re.findall(r">(Boch[^<]*)</a>", table) == ["Bochnia (miejska)", "Bochnia (wiejska)"]
    for title in ("gmina Bochnia (miejska)", "gmina Bochnia (wiejska)"):
        assert f"– {title}" in page, "in the filters"
        assert f'aria-label="{title}: 1 ' in page, "on the map"
