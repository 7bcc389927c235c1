"""Whether a house is here already: asked of everybody who adds one, by the form and by the file."""

from pathlib import Path

import pytest
from django.core.management import call_command

from directory.actions.add_organisation import add_organisation
from directory.models import Organisation
from directory.record.same_name import same_name
from taxonomy.models import Region
from tests.cast import Cast
from tests.directory.test_writing import NEW

SKAWINA = frozenset({"skawina"})
ONE = [
    ("GOK Skawina", "Gminny Ośrodek Kultury w Skawinie"),
    ("Gminny Ośrodek Kultury", "Gminny Ośrodek Kultury w Skawinie"),
    ("Gminy Osrodek Kultury, Skawina", "Gminny Ośrodek Kultury w Skawinie"),
    ("CKiS w Skawinie", "Centrum Kultury i Sportu w Skawinie"),
    ("MGOK Skawina", "Miejsko-Gminny Ośrodek Kultury w Skawinie"),
    ("GBP w Skawinie", "Gminna Biblioteka Publiczna w Skawinie"),
    ("Gminna Biblioteka Publiczna", "Gminna Biblioteka Publiczna im. Jana Kochanowskiego w Skawinie"),
    ("Skawiński Dom Kultury", "Dom Kultury w Skawinie"),
    ("Dom Kultury", "Dom kultury w Skawinie"),
]  # fmt: skip
TWO = [
    ("GOK Skawina", "Gminna Biblioteka Publiczna w Skawinie"),
    ("GOK Skawina", "GBP Skawina"),
    ("GOK w Zelczynie", "Gminny Ośrodek Kultury w Ochodzy"),
    ("Biblioteka w Skawinie, filia nr 1", "Biblioteka w Skawinie, filia nr 2"),
    ("Szkoła Muzyczna im. Chopina", "Szkoła Muzyczna im. Lutosławskiego"),
    ("Świetlica Wiejska w Zelczynie", "Świetlica Wiejska w Ochodzy"),
    ("Muzeum im. Emeryka Hutten-Czapskiego", "Muzeum w Skawinie"),
    ("Dom Ludowy", "Dom Kultury"),
    ("Kino", "KO"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_house_under_two_names(one: str, other: str) -> None:
    assert same_name(one, other, SKAWINA) and same_name(other, one, SKAWINA)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_houses_of_one_village(one: str, other: str) -> None:
    where = SKAWINA | {"zelczyna", "ochodza"}
    assert not same_name(one, other, where) and not same_name(other, one, where)


def test_a_place_is_known_in_its_forms_alone() -> None:
    assert same_name("MOK Wieliczka", "Wielicki Miejski Ośrodek Kultury", frozenset({"wieliczka"}))
    assert same_name(
        "MOK Niepołomice", "Miejski Ośrodek Kultury w Niepołomicach", frozenset({"niepolomice"})
    )
    assert not same_name("MOK Wieliczka", "Miejski Ośrodek Kultury w Skale", frozenset())


@pytest.fixture
def gok(cast: Cast) -> Organisation:
    """In the centre of Skawina, without a street."""
    return add_organisation(
        by=cast.marta, slug="gok", fields={
            "name": "Gminny Ośrodek Kultury w Skawinie", "kind": "dom_kultury",
            "gmina": cast.gmina.pk, "locality": "Skawina",
        },
    )  # fmt: skip


def sent(cast: Cast, **given: str) -> str:
    """The page that answers Jan; "" where the house was put in."""
    answer = cast.client(cast.jan).post("/directory/add/", {**NEW, **given})
    return "" if answer.status_code == 303 else answer.content.decode()


def test_who_adds_a_house_sees_what_it_could_be(cast: Cast, gok: Organisation) -> None:
    gmina = str(cast.gmina.pk)
    page = sent(cast, name="GOK Skawina", gmina=gmina)
    assert "/directory/gok/" in page and 'name="sure"' in page and "Skawina" in page
    assert "/directory/gok/claim/" in page, "the way in for who belongs there"
    assert not Organisation.objects.filter(name="GOK Skawina").exists()
    assert sent(cast, name="GOK Skawina", gmina=gmina, sure="1") == ""


def test_only_a_name_is_compared_with_all_of_the_region(cast: Cast, gok: Organisation) -> None:
    assert "/directory/gok/" in sent(cast, name="Gminny Ośrodek Kultury Skawina")
    assert sent(cast, name="Gminny Ośrodek Kultury Wieliczka") == ""


def test_the_same_name_in_another_gmina_is_another_house(cast: Cast, gok: Organisation) -> None:
    other = Region.objects.create(
        code="121905", name="Wieliczka", level="gmina", parent=cast.gmina.parent
    )
    assert sent(cast, name=gok.name, gmina=str(other.pk)) == ""
    assert sent(cast, name=gok.name, gmina=str(cast.gmina.pk), locality="Zelczyna") == ""


def test_a_record_without_a_gmina_is_compared_too(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Organisation.objects.create(slug="kino-zorza", name="Kino Zorza", kind="kino").sites.create()
    file = tmp_path / "file.csv"
    file.write_text("key,name,gmina\na:1,Kino Zorza,120611\na:2,Kino Zorza,\na:3,Kino Zorza II,\n")
    call_command("import_organisations", str(file))
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("line 2: doubtful: Kino Zorza: could be Kino Zorza kino-zorza")
    assert told[1].startswith("line 3: doubtful: Kino Zorza: could be Kino Zorza")
