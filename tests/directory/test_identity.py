"""Short and former names, legal form, who runs it, since when: judged, shown, found, taken along."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.actions.update_organisation import update_organisation
from directory.models import Membership, Organisation
from directory.vocabulary import identity
from directory.vocabulary.fields import clean_fields
from kernel.refusals import Invalid
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.test_pages import HOME, form_of

WHO = {
    "short_name": "DKB",
    "former_names": "Świetlica Gromadzka; Klub Rolnika „Iskra”",
    "legal_form": "samorzadowa",
    "organiser": "Gmina Skawina",
    "founded": "1957",
    "reach": "gmina",
    "projects": "Lato otwartych stodół.",
}
KEPT = {**WHO, "founded": 1957}


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("short_name", "  D  K B ", "D K B"), ("short_name", None, ""),
        ("former_names", "Klub;Klub ;; Świetlica  Stara;", "Klub; Świetlica Stara"), ("former_names", ["A", "B"], "A; B"),
        ("legal_form", "", ""), ("legal_form", "organizacja", "organizacja"), ("organiser", " Gmina  Skawina", "Gmina Skawina"),
        ("founded", "1364", 1364), ("founded", 2004, 2004), ("founded", "", None), ("reach", "kraj", "kraj"), ("projects", " Dwa  słowa ", "Dwa słowa"), ("founded", None, None), ("founded", " 1957 ", 1957),
    ],
)  # fmt: skip
def test_what_may_be_written(field: str, written: object, kept: object) -> None:
    assert clean_fields({field: written}) == {field: kept}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("short_name", "x" * 61), ("short_name", "a\nb"), ("short_name", "a\u202eb"), ("former_names", "x" * 301),
        ("former_names", "a;" * 140), ("legal_form", "królestwo"), ("reach", "kosmos"), ("projects", "x" * 601), ("legal_form", ["organizacja"]), ("organiser", "x" * 201),
        ("founded", "965"), ("founded", "3000"), ("founded", "57"), ("founded", "ok. 1957"), ("founded", True), ("founded", 19.5),
        ("founded", "١٩٥٧"), ("founded", "9" * 9_000), ("founded", "19\x0057"), ("shown_to", "people"), ("shown_to", {"phone": "nobody"}),
        ("shown_to", {"name": "people"}), ("shown_to", {"phone": ["people"]}),
    ],
)  # fmt: skip
def test_what_may_not(field: str, written: object) -> None:
    if field == "former_names" and written == "a;" * 140:
        assert clean_fields({field: written}) == {field: "a"}, "the same name is one name"
        return
    with pytest.raises(Invalid) as refused:
        clean_fields({field: written})
    assert list(refused.value.fields) == [field]


def test_a_year_to_come_is_no_year_of_founding() -> None:
    this = timezone.localdate().year
    assert clean_fields({"founded": this}) == {"founded": this}
    with pytest.raises(Invalid):
        clean_fields({"founded": this + 1})


def test_an_editor_writes_it_and_everybody_reads_it(cast: Cast) -> None:
    assert cast.client(cast.ola).post(f"{HOME}edit/", form_of(cast, **WHO)).status_code == 303
    house = Organisation.objects.get(pk=cast.house.pk)
    assert {name: getattr(house, name) for name in identity.FIELDS} == KEPT
    page = page_of(cast.client(), HOME)
    for words in (
        "Called DKB for short.",
        "Klub Rolnika",
        "Gmina Skawina",
        "1957",
        "municipal cultural institution",
    ):
        assert words in page  # fmt: skip
    data = json.loads(
        re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)[0]
    )
    assert data["alternateName"] == ["DKB", "Świetlica Gromadzka", "Klub Rolnika „Iskra”"]
    assert data["foundingDate"] == "1957"
    assert data["parentOrganization"] == {"@type": "Organization", "name": "Gmina Skawina"}
    shape = cast.client().get(f"/api/v1/organisations/{cast.house.slug}").json()
    assert shape["former_names"] == ["Świetlica Gromadzka", "Klub Rolnika „Iskra”"]
    assert (shape["short_name"], shape["founded"], shape["legal_form"]) == (
        "DKB",
        1957,
        "samorzadowa",
    )
    assert form_of(cast)["organiser"] == "Gmina Skawina", "and it stands in the form again"


def test_a_page_without_it_says_nothing_of_it(cast: Cast) -> None:
    page = page_of(cast.client(), HOME)
    for words in (
        "Formerly",
        "for short",
        "Legal form",
        "Whom to ask",
        "Networks",
        "alternateName",
    ):
        assert words not in page


def test_what_is_wrong_comes_back_in_an_open_fold(cast: Cast) -> None:
    answer = cast.client(cast.ola).post(
        f"{HOME}edit/", form_of(cast, founded="dawno", organiser="X")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a year between 966 and" in page
    assert re.search(r"<details class=\"fold\" open><summary>Other names", page)
    assert 'value="dawno"' in page
    assert Organisation.objects.get(pk=cast.house.pk).organiser == ""


@pytest.mark.parametrize("q", ["DKB", "dkb", "swietlica gromadzka", "Iskra"])
def test_it_is_found_by_any_of_its_names(cast: Cast, q: str) -> None:
    client = cast.client()
    assert client.get("/api/v1/search", {"q": q}).json()["total"] == 0
    update_organisation(by=cast.ola, organisation=cast.house, fields=WHO)
    assert [hit["id"] for hit in client.get("/api/v1/search", {"q": q}).json()["results"]] == [
        cast.house.pk
    ]
    assert f'href="{HOME}"' in page_of(client, f"/directory/?q={q}")
    from directory.ports import _by_letters

    assert _by_letters(cast.visitor, q) == [cast.house.pk], "also where no search is there"


@pytest.mark.parametrize("name", ["Świetlica gromadzka", "dkb", "Klub Rolnika Iskra"])
def test_who_adds_it_under_another_name_is_asked(cast: Cast, name: str) -> None:
    update_organisation(by=cast.ola, organisation=cast.house, fields=WHO)
    sent = {"name": name, "kind": "inne", "lang": "pl", "precision": "locality"}
    here = {**sent, "gmina": str(cast.gmina.pk), "locality": "Brzozówka"}
    asked = cast.client(cast.jan).post("/directory/add/", here)
    assert asked.status_code == 422
    assert cast.house.name in asked.content.decode()
    elsewhere = {**sent, "gmina": str(cast.gmina.pk), "locality": "Lipowa"}
    assert cast.client(cast.jan).post("/directory/add/", elsewhere).status_code == 303


def test_who_names_the_old_name_themselves_is_asked_too(cast: Cast) -> None:
    sent = {
        "name": "Centrum Aktywności", "former_names": "Dom Kultury w Brzozówce", "kind": "inne", "lang": "pl",
        "precision": "locality", "gmina": str(cast.gmina.pk), "locality": "Brzozówka",
    }  # fmt: skip
    assert cast.client(cast.jan).post("/directory/add/", sent).status_code == 422


def test_export_and_import_take_it_along(cast: Cast, tmp_path: Path) -> None:
    update_organisation(by=cast.ola, organisation=cast.house, fields=WHO)
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    empty = {
        "short_name": "",
        "former_names": "",
        "legal_form": "",
        "organiser": "",
        "founded": None,
        "reach": "",
        "projects": "",
    }
    Organisation.objects.filter(pk=cast.house.pk).update(**empty)
    call_command("import_organisations", str(file), "--map", "rynek")
    house = Organisation.objects.get(pk=cast.house.pk)
    assert {name: getattr(house, name) for name in identity.FIELDS} == KEPT


def test_a_wrong_line_says_which_field(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(
        "key,name,founded,legal_form\na:1,Dom,dawno,\na:2,Dom,,pałac\n", encoding="utf-8"
    )
    call_command("import_organisations", str(file), "--map", "rynek")
    told = capsys.readouterr().out
    assert "Founded in: Write a year" in told
    assert "Legal form: Choose one" in told
    assert Organisation.objects.count() == 1


def test_an_import_does_not_empty_what_is_not_shown(cast: Cast, tmp_path: Path) -> None:
    """An export has no guarded number; read again, it must not wipe the number away."""
    update_organisation(
        by=cast.ola, organisation=cast.house,
        fields={"phone": "500 600 700", "shown_to": {"phone": "people"}},
    )  # fmt: skip
    Membership.objects.all().delete()
    file = tmp_path / "directory.csv"
    call_command("export_organisations", str(file))
    assert "500 600 700" not in file.read_text(encoding="utf-8")
    call_command("import_organisations", str(file), "--map", "rynek")
    house = Organisation.objects.get(pk=cast.house.pk)
    assert (house.phone, house.shown_to) == ("500 600 700", {"phone": "people"})
