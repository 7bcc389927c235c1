"""Practice areas in two levels, formats, audiences in groups: chosen, filtered, counted, exported."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from directory.models import Organisation
from notes.actions.write_note import write_note
from taxonomy.models import Audience, Format, PracticeArea
from taxonomy.vocabulary import ensure_vocabulary
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_pages import HOME, form_of

pytestmark = pytest.mark.usefixtures("region")


def area(code: str) -> PracticeArea:
    return PracticeArea.objects.get(code=code)


@pytest.fixture
def houses(cast: Cast, house: House) -> dict[str, Organisation]:
    """Four: of heritage in general, of trails, of trails and folklore, of theatre."""
    made = {name: house(name) for name in ("general", "trails", "both", "theatre")}
    made["general"].practices.add(area("dziedzictwo"))
    made["trails"].practices.add(area("szlaki"))
    made["both"].practices.add(area("szlaki"), area("folklor"))
    made["theatre"].practices.add(area("teatr"))
    made["theatre"].formats.add(Format.objects.get(code="spektakl"))
    made["both"].formats.add(Format.objects.get(code="spacer"), Format.objects.get(code="gra"))
    return made


def found(client: Client, query: str) -> set[str]:
    rows = client.get(f"/api/v1/organisations?limit=100&{query}").json()["results"]
    return {row["name"] for row in rows if row["name"] != "Dom Kultury w Brzozówce"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("practice=dziedzictwo", {"general", "trails", "both"}), ("practice=szlaki", {"trails", "both"}),
        ("practice=dziedzictwo,teatr", {"general", "trails", "both", "theatre"}), ("practice=sztuki", {"theatre"}),
        ("practice=ekologia", set()), ("format=spacer", {"both"}), ("format=spacer&format=spektakl", {"both", "theatre"}),
        ("format=spacer&practice=sztuki", set()), ("format=gra&practice=dziedzictwo", {"both"}),
    ],
)  # fmt: skip
def test_a_heading_means_what_stands_under_it(
    visitor: Client, houses: Any, query: str, names: set[str]
) -> None:
    assert found(visitor, query) == names
    page = page_of(visitor, f"/directory/?{query}")
    for name in houses:
        assert (f">{name}</a>" in page) is (name in names)


def facet_of(page: str, name: str) -> dict[str, tuple[int, str]]:
    """Label to (count, address) of a facet."""
    part = re.search(rf'<details class="facet"[^>]*><summary>{name}<.*?</details>', page, re.S)
    if part is None:
        return {}
    rows = re.findall(r'<a href="([^"]*)"[^>]*>([^<]+)<span class="num">(\d+)', part[0])
    return {label: (int(number), href.replace("&amp;", "&")) for href, label, number in rows}


def test_figures_count_every_house_once(visitor: Client, houses: Any) -> None:
    page = page_of(visitor, "/directory/")
    areas, forms = facet_of(page, "What they do"), facet_of(page, "In what form")
    opened = facet_of(page_of(visitor, "/directory/?practice=dziedzictwo"), "What they do")
    assert {label: number for label, (number, _href) in areas.items()} == {
        "arts and crafts": 1, "heritage": 3,
    }  # fmt: skip
    assert {label: number for label, (number, _href) in opened.items()} == {
        "arts and crafts": 1, "heritage": 3, "– folklore": 1, "– heritage trails": 2,
    }  # fmt: skip
    assert {label: number for label, (number, _href) in forms.items()} == {
        "performance": 1, "walk": 1, "game": 1,
    }  # fmt: skip
    under = {label: entry for label, entry in opened.items() if label.startswith("–")}
    for label, (number, href) in {**areas, **under, **forms}.items():
        assert len(found(visitor, href.lstrip("?"))) == number, label


def test_a_heading_and_what_stands_under_it_take_each_others_place(
    visitor: Client, houses: Any
) -> None:
    wide = facet_of(page_of(visitor, "/directory/?practice=dziedzictwo"), "What they do")
    assert wide["– heritage trails"][1] == "?practice=szlaki"
    assert wide["arts and crafts"][1] == "?practice=dziedzictwo&practice=sztuki"
    narrow = facet_of(page_of(visitor, "/directory/?practice=szlaki"), "What they do")
    assert narrow["heritage"][1] == "?practice=dziedzictwo"
    assert narrow["– folklore"][1] == "?practice=folklor&practice=szlaki"
    assert narrow["– heritage trails"][1] == "?"
    assert "remove this filter" in page_of(visitor, "/directory/?format=gra")
    assert visitor.get("/directory/?format=nie-ma").status_code == 422


def test_the_form_shows_them_under_their_headings(cast: Cast) -> None:
    cast.house.practices.set([area("szlaki")])
    page = page_of(cast.client(cast.ola), f"{HOME}edit/")
    group = re.search(r'<details class="fold"( open)?><summary>heritage</summary>(.*?)</details>', page, re.S)  # fmt: skip
    assert group
    assert group[1], "what is chosen is not folded away"
    assert '<legend class="vh">heritage</legend>' in group[2]
    assert "heritage in general" in group[2]
    assert re.search(r'value="szlaki"[^>]*checked', group[2])
    assert page.count('<details class="fold" open><summary>') == 1
    assert '<details class="fold"><summary>arts and crafts</summary>' in page
    assert "<summary>Who are often left out</summary>" in page
    assert 'name="formats" value="warsztaty"' in page
    write = page_of(cast.client(cast.ola), "/notes/write/")
    assert '<details class="fold"><summary>heritage</summary>' in write


def test_an_editor_says_in_what_form_it_works(cast: Cast, visitor: Client) -> None:
    ola = cast.client(cast.ola)
    sent = form_of(cast, practices="szlaki", formats="spacer", audiences="pjm", languages="pjm")
    assert ola.post(f"{HOME}edit/", sent).status_code == 303
    assert [word.code for word in cast.house.formats.all()] == ["spacer"]
    page = page_of(visitor, HOME)
    assert 'href="/directory/?format=spacer">walk</a>' in page
    assert "Deaf users of Polish Sign Language" in page
    assert "Polish Sign Language</p>" in page
    ld = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert ld["knowsLanguage"] == ["pso"], "the code that the rest of the world knows"
    bad = form_of(cast, formats="nie-ma")
    assert ola.post(f"{HOME}edit/", bad).status_code == 422
    assert cast.client(cast.ewa).post(f"{HOME}edit/", sent).status_code == 403


def test_formats_go_out_and_come_in(
    cast: Cast, visitor: Client, houses: Any, tmp_path: Path
) -> None:
    text = b"".join(visitor.get("/api/v1/organisations.csv?practice=szlaki")).decode()  # type: ignore[call-overload]
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["both"]["formats"] == "gra spacer"
    assert rows["trails"]["formats"] == ""
    file = tmp_path / "out.csv"
    file.write_text(text.replace("gra spacer", "warsztaty gra"), encoding="utf-8")
    call_command("import_organisations", str(file))
    both = houses["both"]
    assert {word.code for word in both.formats.all()} == {"gra", "warsztaty"}
    fresh = text.replace("both", "Zupełnie nowy dom").replace(f"rynek:{both.slug}", "x:1").replace(both.slug, "nowy")  # fmt: skip
    file.write_text(fresh, encoding="utf-8")
    call_command("import_organisations", str(file))
    data = visitor.get("/api/v1/organisations?format=spacer").json()["results"]
    assert ["gra", "spacer"] in [row["formats"] for row in data]
    shape = json.loads(b"".join(visitor.get("/api/v1/organisations.geojson?format=gra")))  # type: ignore[call-overload]
    assert all("gra" in feature["properties"]["formats"] for feature in shape["features"])
    assert shape["features"]


def test_the_api_says_what_the_codes_mean(visitor: Client) -> None:
    words = visitor.get("/api/v1/words").json()
    parents = {word["code"]: word["parent"] for word in words["practices"]}
    assert (parents["szlaki"], parents["dziedzictwo"]) == ("dziedzictwo", None)
    assert {"code": "gra", "name_pl": "gra lub quest", "name_en": "game"} in words["formats"]
    assert len(words["audiences"]) == Audience.objects.count()
    described = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/words" in described
    names = {one["name"] for one in described["/api/v1/organisations"]["get"]["parameters"]}
    assert {"practice", "audience", "format"} <= names


def test_notes_are_filtered_by_heading_too(cast: Cast, visitor: Client) -> None:
    write_note(by=cast.ola, title="Questy po wsi", body="x", practices=["szlaki", "folklor"])
    write_note(by=cast.ola, title="Próby latem", body="x", practices=["teatr"])
    page = page_of(visitor, "/notes/?practice=dziedzictwo")
    assert page.count("Questy po wsi") == 1, "two areas under one heading are one note"
    assert "Próby latem" not in page
    assert "Questy" not in page_of(visitor, "/notes/?practice=sztuki")
    assert "– heritage trails" in page


def test_the_search_knows_headings_and_formats(cast: Cast, visitor: Client, houses: Any) -> None:
    from directory.actions.update_organisation import update_organisation

    update_organisation(
        by=cast.ola,
        organisation=cast.house,
        fields={"practices": ["szlaki"], "formats": ["rezydencja"]},
    )
    write_note(by=cast.ola, title="Questy po wsi", body="x", practices=["szlaki"])

    def titles(query: str) -> set[str]:
        return {row["title"] for row in visitor.get(f"/api/v1/search?{query}").json()["results"]}

    assert "Dom Kultury w Brzozówce" in titles("q=rezydencje")
    assert {"Dom Kultury w Brzozówce"} == titles("q=brzozówka&tag=dziedzictwo")
    assert {"Questy po wsi"} == titles("q=questy&tag=dziedzictwo")
    assert titles("q=questy&tag=sztuki") == set()


def test_what_is_in_the_index_follows_a_heading(cast: Cast, visitor: Client) -> None:
    from directory.actions.update_organisation import update_organisation

    PracticeArea.objects.filter(code="szlaki").update(parent=None)
    update_organisation(by=cast.ola, organisation=cast.house, fields={"practices": ["szlaki"]})
    query = "/api/v1/search?q=brzozówka&tag=dziedzictwo"
    assert visitor.get(query).json()["results"] == []
    ensure_vocabulary()
    call_command("search_drain", "--once")
    assert [row["kind"] for row in visitor.get(query).json()["results"]] == ["organisation"]


def test_the_administration_keeps_two_levels(cast: Cast) -> None:
    adam, trails, heritage = cast.client(cast.adam), area("szlaki"), area("dziedzictwo")
    page = page_of(adam, f"/admin/taxonomy/practicearea/{trails.pk}/change/")
    assert f'<option value="{heritage.pk}" selected>' in page
    assert f'<option value="{area("teatr").pk}"' not in page, (
        "not under what stands under something"
    )
    assert 'name="parent"' not in page_of(
        adam, f"/admin/taxonomy/practicearea/{heritage.pk}/change/"
    )
    assert adam.get("/admin/taxonomy/format/").status_code == 200
    assert cast.client(cast.jan).get("/admin/taxonomy/format/").status_code == 302
